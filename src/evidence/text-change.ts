/**
 * Whether a text has changed a lot: more than a quarter of the words of both together are in one of them only.
 * Order is not looked at, so it takes time in proportion to the length.
 */
export function changedALot(before: string, after: string): boolean {
  const bag = new Map<string, number>()
  const [mine, theirs] = [wordsIn(before), wordsIn(after)]
  for (const word of mine) bag.set(word, (bag.get(word) ?? 0) + 1)
  let common = 0
  for (const word of theirs) {
    const left = bag.get(word) ?? 0
    if (left > 0) {
      common++
      bag.set(word, left - 1)
    }
  }
  const all = mine.length + theirs.length
  return all > 0 && 1 - (2 * common) / all > 0.25
}

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
