import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { capitalise } from '../src/platform/text.js'

/** Numbers in [0, 1), the same ones for the same seed (mulberry32). */
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

/** A writer of made-up prose; every writer knows the same 900 words, so that pages share words as real ones do. */
function writer(seed: number) {
  const random = seeded(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const known = seeded(1)
  const words = Array.from({ length: 900 }, () =>
    Array.from({ length: 1 + Math.floor(known() * 3) }, () => syllables[Math.floor(known() * syllables.length)]).join(
      '',
    ),
  )
  // Short words are common, rare ones rare: the square bends the choice to the front of the list.
  const word = (): string => words[Math.floor(random() ** 2 * words.length)]!
  const sentence = (): string => `${capitalise(Array.from({ length: 6 + below(14) }, word).join(' '))}.`
  const paragraph = (): string => Array.from({ length: 2 + below(4) }, sentence).join(' ')
  return { below, word, sentence, paragraph }
}

/** About `bytes` of Markdown: headings, paragraphs, lists, links, emphasis. */
export function markdownOf(seed: number, bytes: number): string {
  const { below, word, sentence, paragraph } = writer(seed)
  const parts: string[] = []
  for (let length = 0; length < bytes; length += parts.at(-1)!.length + 2) {
    const kind = parts.length % 6 === 0 ? 'heading' : below(5) === 0 ? 'list' : 'paragraph'
    parts.push(
      kind === 'heading'
        ? `## ${word()} ${word()} ${word()}`
        : kind === 'list'
          ? Array.from({ length: 3 + below(3) }, () => `- ${sentence()}`).join('\n')
          : `${paragraph()} See [${word()} ${word()}](https://www.example.org/${word()}), **${word()}**.`,
    )
  }
  return parts.join('\n\n').slice(0, bytes - 1) + '\n'
}

/** `count` lines of prose, every second one blank. */
export function halfBlankLines(seed: number, count: number): readonly string[] {
  const { sentence } = writer(seed)
  return Array.from({ length: count }, (_, index) => (index % 2 === 0 ? sentence() : ''))
}

/** The objects of a JSON Lines file, gzipped or not. */
export async function* readJsonLines(file: string): AsyncGenerator<Record<string, unknown>> {
  const stream = createReadStream(file)
  const bytes = file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream
  if (bytes !== stream) stream.on('error', error => bytes.destroy(error))
  for await (const line of createInterface({ input: bytes, crlfDelay: Infinity }))
    if (line.trim() !== '') yield JSON.parse(line) as Record<string, unknown>
}

/** The longest texts that the two largest pages of a history ever had; a page that was renamed is one page. */
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
