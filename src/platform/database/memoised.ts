/** `make` remembered by key, for at most `limit` keys; past that the oldest are forgotten. */
export function memoised<V>(limit: number, make: (key: string) => V, forget?: (value: V) => void): (key: string) => V {
  const known = new Map<string, V>()
  return key => {
    const hit = known.get(key)
    if (hit !== undefined) return hit
    const value = make(key)
    known.set(key, value)
    if (known.size > limit) {
      const [oldest, dropped] = known.entries().next().value as [string, V]
      known.delete(oldest)
      forget?.(dropped)
    }
    return value
  }
}
