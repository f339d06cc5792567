const made = new WeakMap<object, { from: readonly unknown[]; value: unknown }>()

/** What is made of rows that are held in memory is made once: it holds as long as they are the same ones. Nobody changes it. */
export function madeOnce<First extends object, T>(first: First, others: readonly unknown[], make: () => T): T {
  const before = made.get(first)
  if (before && others.every((one, i) => one === before.from[i])) return before.value as T
  const value = make()
  made.set(first, { from: others, value })
  return value
}
