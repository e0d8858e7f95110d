import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { Refused } from '../platform/errors.js'
import { sha256 } from '../platform/ids.js'
import { parseLine, type HistoryLine, type LineProblem } from './parse-line.js'

const NEWLINE = 10

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A line with the hash that identifies it in its source. */
export interface HashedLine {
  readonly line: HistoryLine | LineProblem
  readonly hash: string
}

/**
 * Reads a history and hashes each line. The hash covers the line's text and how often the same text came before it, so
 * that two equal lines differ, and appending to the file changes no hash.
 * @throws Refused when the file cannot be read to its end.
 */
export async function* readHashedLines(file: string): AsyncGenerator<HashedLine> {
  const occurrences = new Map<string, number>()
  for await (const line of readHistory(file)) {
    const text = 'raw' in line ? sha256(line.raw) : ''
    const occurrence = (occurrences.get(text) ?? 0) + 1
    occurrences.set(text, occurrence)
    yield { line, hash: sha256(`${text} ${occurrence}`) }
  }
}

/**
 * Reads a JSON Lines file, gzipped if its name ends in `.gz`, line by line. Skips blank lines.
 * @throws Refused when the file cannot be read to its end.
 */
export async function* readHistory(file: string): AsyncGenerator<HistoryLine | LineProblem> {
  let number = 0
  for await (const bytes of readLines(file)) {
    number++
    const line = decodeLine(bytes, number)
    if (line) yield line
  }
}

/** Undefined for a blank line. */
function decodeLine(bytes: Buffer, number: number): HistoryLine | LineProblem | undefined {
  let raw: string
  try {
    raw = utf8.decode(bytes)
  } catch {
    return { line: number, problem: 'is not UTF-8' }
  }
  return raw.trim() === '' ? undefined : parseLine(raw, number)
}

/** The lines of a file as bytes, without their newlines: a block may end inside a character. */
async function* readLines(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  try {
    for await (const block of openFile(file)) {
      rest = rest.length === 0 ? block : Buffer.concat([rest, block])
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        const line = rest.subarray(0, end)
        rest = rest.subarray(end + 1)
        yield line
      }
    }
  } catch (error) {
    throw new Refused(`The file ${file} cannot be read: ${(error as Error).message}.`)
  }
  if (rest.length > 0) yield rest
}

function openFile(file: string): AsyncIterable<Buffer> {
  const stream = createReadStream(file)
  if (!file.endsWith('.gz')) return stream
  const unzipped = stream.pipe(createGunzip())
  // `pipe` does not pass errors on.
  stream.on('error', error => unzipped.destroy(error))
  return unzipped
}
