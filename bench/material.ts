import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { capitalise } from '../src/platform/text.js'

/** Creates a generator of random numbers in [0, 1) that depend only on the seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const syllables =
  'ac ban cor del em fen gar hol ip jun kel lor mun net or pan qui ros sol tem ul ven wor yet zan ble ton ing ure ous'.split(
    ' ',
  )

/** Creates a writer of invented prose. All writers use the same 900 words, so that pages share words as real ones do. */
function writer(seed: number) {
  const random = seeded(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const wordRandom = seeded(1)
  const words = Array.from({ length: 900 }, () =>
    Array.from(
      { length: 1 + Math.floor(wordRandom() * 3) },
      () => syllables[Math.floor(wordRandom() * syllables.length)],
    ).join(''),
  )
  // Squaring prefers words at the start of the list, so that some words are common and others rare.
  const word = (): string => words[Math.floor(random() ** 2 * words.length)]!
  const sentence = (): string => `${capitalise(Array.from({ length: 6 + below(14) }, word).join(' '))}.`
  const paragraph = (): string => Array.from({ length: 2 + below(4) }, sentence).join(' ')
  return { below, word, sentence, paragraph }
}

/** Writes about `bytes` of Markdown: headings, paragraphs, lists, links and emphasis. */
export function markdownOf(seed: number, bytes: number): string {
  const { below, word, sentence, paragraph } = writer(seed)
  const parts: string[] = []
  for (let length = 0; length < bytes; length += parts.at(-1)!.length + 2) {
    if (parts.length % 6 === 0) parts.push(`## ${word()} ${word()} ${word()}`)
    else if (below(5) === 0) parts.push(Array.from({ length: 3 + below(3) }, () => `- ${sentence()}`).join('\n'))
    else parts.push(`${paragraph()} See [${word()} ${word()}](https://www.example.org/${word()}), **${word()}**.`)
  }
  return parts.join('\n\n').slice(0, bytes - 1) + '\n'
}

/** Writes `count` lines of prose, every second one blank. */
export function halfBlankLines(seed: number, count: number): readonly string[] {
  const { sentence } = writer(seed)
  return Array.from({ length: count }, (_, index) => (index % 2 === 0 ? sentence() : ''))
}

/** Reads the objects of a JSON Lines file, which may be gzipped. */
export async function* readJsonLines(file: string): AsyncGenerator<Record<string, unknown>> {
  const stream = createReadStream(file)
  const bytes = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream
  if (bytes !== stream) stream.on('error', error => bytes.destroy(error))
  for await (const line of createInterface({ input: bytes, crlfDelay: Infinity }))
    if (line.trim() !== '') yield JSON.parse(line) as Record<string, unknown>
}

/** Finds the two largest pages of a history, and returns the longest text of each. Follows renames. */
export async function twoLargestPages(file: string): Promise<readonly [string, string]> {
  const longest = new Map<string, { text: string }>()
  for await (const { op, path, from, text } of readJsonLines(file)) {
    const page = longest.get(String(op === 'R' ? from : path)) ?? { text: '' }
    longest.set(String(path), page)
    if (typeof text === 'string' && text.length > page.text.length) page.text = text
  }
  const [first, second] = [...new Set(longest.values())].sort((a, b) => b.text.length - a.text.length)
  return [first?.text ?? '', second?.text ?? '']
}
