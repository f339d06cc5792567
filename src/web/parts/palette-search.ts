import type { PaletteItem } from './palette.tsx'

const most = 60

/** What holds every word that was typed; names that begin with the first of them before others, what is off last. */
export function found(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = items.filter(item => {
    const all = `${item.name} ${item.group}`.toLowerCase()
    return words.every(word => all.includes(word))
  })
  const [first] = words
  const rank = (item: PaletteItem) => Number(Boolean(item.off)) * 2 + Number(!begins(item.name, first))
  return (first ? holds.toSorted((a, b) => rank(a) - rank(b)) : holds).slice(0, most)
}

function begins(name: string, word: string | undefined): boolean {
  return (
    word !== undefined &&
    name
      .toLowerCase()
      .split(/\s+/)
      .some(one => one.startsWith(word))
  )
}
