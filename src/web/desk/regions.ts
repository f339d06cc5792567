import type { Place } from '../../api/room-messages.ts'

const isShown = (at: HTMLElement): boolean => at.offsetParent !== null
const shown = (within: ParentNode, what: string): HTMLElement[] =>
  [...within.querySelectorAll<HTMLElement>(what)].filter(isShown)

/** Where the keyboard lands in a part of the page: at what it is for, else at the part itself. */
function enter(region: HTMLElement): void {
  const inside = region.querySelector<HTMLElement>(
    '[data-mine="true"] .xterm-helper-textarea, [data-first] button, [aria-label="Timeline"]',
  )
  region.scrollIntoView({ block: 'nearest' })
  ;(inside && isShown(inside) ? inside : region).focus({ preventScroll: true })
}

/** The part of the room of this name, with the focus in it; at once where it is in sight, so that no key typed next goes astray. */
export function enterPlace(place: Place | 'onset', again = true): void {
  const [region] = shown(document, `[data-region="${place}"]`)
  if (region) enter(region)
  else if (again) setTimeout(() => enterPlace(place, false))
}

/** The line to write, once its tab is there. */
export function enterWriting(again = true): void {
  const [line] = shown(document, '#write')
  if (line) line.focus()
  else if (again) setTimeout(() => enterWriting(false))
}

/** F6: through the parts of the page in the order they stand. */
export function enterNext(step: 1 | -1, from: EventTarget | null = document.activeElement): void {
  const all = shown(document, '[data-region]')
  const at = from instanceof Element ? all.findIndex(region => region.contains(from)) : -1
  const next = all[(at + step + all.length) % all.length]
  if (next) enter(next)
}

/** J and K: through what can be chosen in the part where the focus is. False when there is nowhere to go from. */
export function moveInList(step: 1 | -1): boolean {
  const region = document.activeElement?.closest('[data-region]')
  const here = region ? shown(region, '[data-item]') : []
  const items = here.length > 0 ? here : shown(document, '[data-item]')
  const at = items.findIndex(item => item === document.activeElement?.closest('[data-item]'))
  if (at < 0 && step < 0) return false
  const next = items[Math.min(items.length - 1, at + step)] ?? items[0]
  next?.focus()
  return next !== undefined
}

/** Enter on a chosen thing goes to the first thing that can be done with it; a button is pressed by itself. */
export function openChosen(): boolean {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || !at.matches('[data-item]')) return false
  at.querySelector<HTMLElement>('summary, button, a')?.focus()
  return true
}

/** The thing with this reference into sight, without taking anybody's focus. */
export function showThing(ref: string): void {
  shown(document, `[data-ref="${CSS.escape(ref)}"]`)[0]?.scrollIntoView({ block: 'nearest' })
}

/** An entry of the timeline into sight; a long timeline draws only what is near, so it is brought near first. */
export function showEntry(at: string, share: number): void {
  const list = document.querySelector<HTMLElement>('[aria-label="Timeline"]')
  if (!list) return
  const find = () => list.querySelector<HTMLElement>(`time[datetime="${CSS.escape(at)}"]`)
  const bring = () => {
    const found = find()
    found?.closest('details')?.setAttribute('open', '')
    found?.scrollIntoView({ block: 'start' })
  }
  if (!find()) list.scrollTop = share * list.scrollHeight
  list.focus({ preventScroll: true })
  requestAnimationFrame(() => requestAnimationFrame(bring))
}
