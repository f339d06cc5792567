import type { Unsent } from './unsent.ts'

/** Where one person's unsent words of one incident lie in this browser. */
export interface Drawer {
  read(): string | null
  write(all: readonly Unsent[]): void
  /** False in a browser that lets us keep nothing: then it is there until the page is left. */
  holds(): boolean
}

const prefix = 'fireline-unsent'
const dayMs = 24 * 3_600_000
const keptForMs = 7 * dayMs
/** The server keeps keys for 24 h; an hour is left for clocks that differ. */
const keyIsGoodMs = dayMs - 3_600_000
const mostKept = 100
const mostChars = 1_000_000

/** So old that it might be done twice: somebody looks at it first. */
export const isTooOld = ({ at }: Unsent, now: Date): boolean => now.getTime() - Date.parse(at) > keyIsGoodMs

export function keptFor(person: string, incident: string, storage: Storage = localStorage): Drawer {
  forgetUnsent(storage, place => readKept({ read: () => storage.getItem(place) }).length === 0)
  const place = `${prefix}:${person}:${incident}`
  let holds = true
  return {
    read: () => storage.getItem(place),
    write(all) {
      try {
        if (all.length > 0) storage.setItem(place, JSON.stringify(all))
        else storage.removeItem(place)
        holds = true
      } catch {
        holds = false
      }
    },
    holds: () => holds,
  }
}

/** What was kept and is not too old to be shown. Text of ours that somebody else changed is nothing. */
export function readKept(drawer: Pick<Drawer, 'read'>, now: Date = new Date()): readonly Unsent[] {
  try {
    const kept = JSON.parse(drawer.read() ?? '[]') as Unsent[]
    return kept.filter(one => one.key && one.command && now.getTime() - Date.parse(one.at) < keptForMs)
  } catch {
    return []
  }
}

/** Who signs out leaves nothing of theirs in this browser. */
export function forgetUnsent(storage: Storage = localStorage, isOver: (place: string) => boolean = () => true): void {
  const places = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
  for (const place of places) if (place.startsWith(`${prefix}:`) && isOver(place)) storage.removeItem(place)
}

/** A browser gives us only so much room; what is full takes no more, and drops nothing. */
export const hasRoom = (all: readonly Unsent[], one: Unsent): boolean =>
  all.length < mostKept && JSON.stringify([...all, one]).length < mostChars
