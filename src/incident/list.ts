/** The list with the one thing of this id changed; unchanged when it is not there. */
export function withChanged<T extends { id: string }>(list: readonly T[], id: string, change: Partial<T>): T[] {
  return list.map(thing => (thing.id === id ? { ...thing, ...change } : thing))
}
