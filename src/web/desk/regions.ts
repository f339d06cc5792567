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

/** The field of this id, once its tab is there. */
export function enterField(id: 'write' | 'find', again = true): void {
  const [field] = shown(document, `#${id}`)
  if (field) field.focus()
  else if (again) setTimeout(() => enterField(id, false))
}

/** F6: through the parts of the page in the order they stand. */
export function enterNext(step: 1 | -1, from: EventTarget | null = document.activeElement): void {
  const all = shown(document, '[data-region]')
  const at = from instanceof Element ? all.findIndex(region => region.contains(from)) : -1
  const next = all[(at + step + all.length) % all.length]
  if (next) enter(next)
}

const itemsIn = (within: ParentNode): HTMLElement[] => [...within.querySelectorAll<HTMLElement>('[data-item]')]

/** J and K: through what can be chosen in the part where the focus is; a timeline is entered at now. False when there is nowhere to go from. */
export function moveInList(step: 1 | -1): boolean {
  const region = document.activeElement?.closest<HTMLElement>('[data-region]')
  const here = region ? itemsIn(region) : []
  const items = here.length > 0 ? here : itemsIn(document).filter(one => !one.closest('[data-region="timeline"]'))
  const at = items.findIndex(item => item === document.activeElement?.closest('[data-item]'))
  if (at < 0 && region?.dataset['region'] === 'timeline') return chooseItem(items.toReversed())
  if (at < 0 && step < 0) return false
  const onward = step > 0 ? items.slice(at + 1) : items.slice(0, at).toReversed()
  return chooseItem(onward) || at >= 0
}

/** One at a time, for asking a row of 5,000 whether it is shown lays it out. */
function chooseItem(items: readonly HTMLElement[]): boolean {
  const item = items.find(isShown)
  item?.focus()
  return item !== undefined
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

const mostFrames = 240

/** The entry that a link names, into sight and chosen, as soon as it is drawn. */
export function chooseEntry(anchor: string, framesLeft = mostFrames): void {
  const found = document.getElementById(anchor)
  const isThere = found && isShown(found.closest<HTMLElement>('[role="list"]') ?? found)
  if (!isThere && framesLeft > 0) requestAnimationFrame(() => chooseEntry(anchor, framesLeft - 1))
  if (!isThere) return
  found.closest('details')?.setAttribute('open', '')
  const bring = () => found.scrollIntoView({ block: 'center' })
  bring()
  found.focus({ preventScroll: true })
  // Rows that come into sight get their true height, which moves it once more.
  requestAnimationFrame(() => requestAnimationFrame(bring))
}
