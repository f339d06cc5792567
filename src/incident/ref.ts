/** The short name of the next thing of a list: `E4` after three pieces of evidence. Things are never taken off a list. */
export function nextRef(
  letter: 'E' | 'H' | 'S' | 'O' | 'C' | 'T' | 'B' | 'X',
  list: readonly unknown[],
  ahead = 0,
): string {
  return `${letter}${list.length + 1 + ahead}`
}
