import { seeded } from './material.js'

const DIFFERENT_WORDS = 60_000

const syllables = [
  ...'ac ban cor del em fen gar hol ip jun kel lor mun net or pan qui ros'.split(' '),
  ...'sol tem ul ven wor yet zan ble ton ing ure ous ra mi sta clo pre vi'.split(' '),
]

/** The words of the pages. Depends only on the seed. */
export interface Material {
  /** All words, the most frequent first. */
  readonly words: readonly string[]
  readonly random: () => number
  /** Picks a word. The probability of the word with rank r is about 1 / r. */
  readonly word: () => string
}

/** Creates the words of the pages for a seed. */
export function materialOf(seed: number): Material {
  const random = seeded(seed)
  const words = differentWords(random)
  return { words, random, word: frequentFirst(words, random) }
}

function differentWords(random: () => number): readonly string[] {
  const words = new Set<string>()
  while (words.size < DIFFERENT_WORDS) {
    const length = 1 + Math.floor(random() * 2) + (words.size > 500 ? 2 : 0)
    words.add(Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join(''))
  }
  return [...words]
}

/** Returns a function that picks a word, the word with rank r with a probability of about 1 / r. */
function frequentFirst(words: readonly string[], random: () => number): () => string {
  let sum = 0
  const upTo = Float64Array.from(words, (_, at) => (sum += 1 / (at + 3)))
  return () => {
    const wanted = random() * sum
    let low = 0
    let high = words.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (upTo[middle]! < wanted) low = middle + 1
      else high = middle
    }
    return words[low]!
  }
}
