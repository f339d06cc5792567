import type { KeyName } from '../desk/keys.ts'
import { useKeys } from '../desk/keys.ts'
import { enterField, enterNext, enterPlace, moveInList, openChosen } from '../desk/regions.ts'
import type { Places } from '../desk/use-places.ts'
import type { RoomAction } from './room-actions.ts'

interface Does {
  actions: readonly RoomAction[]
  places: Places
  run(action: RoomAction): void
  catchUp(): void
  help(): void
}

/** What each key does in a room. */
export function useRoomKeys({ actions, places, run, catchUp, help }: Does): void {
  const press = (key: KeyName) => () => {
    const action = actions.find(one => one.key === key)
    return action ? run(action) : false
  }
  const go = (place: Places['tab']) => () => places.go(place)
  useKeys({
    help,
    region: () => enterNext(1),
    regionBack: () => enterNext(-1),
    back: () => leave(places),
    down: () => moveInList(1),
    up: () => moveInList(-1),
    open: openChosen,
    next: press('next'),
    update: press('update'),
    onset: () => {
      places.go('now')
      enterPlace('onset')
    },
    terminal: go('terminal'),
    callIn: press('callIn'),
    handOver: press('handOver'),
    write: () => {
      places.go('timeline')
      enterField('write')
    },
    find: () => {
      places.go('timeline')
      enterField('find')
    },
    evidence: press('evidence'),
    hypothesis: press('hypothesis'),
    suggest: press('suggest'),
    object: press('object'),
    offer: press('offer'),
    change: press('change'),
    people: go('people'),
    timeline: go('timeline'),
    catchUp,
    apply: press('apply'),
  })
}

/** Out of the field, with its text in it; else nothing is chosen any more. */
function leave(places: Places): void {
  const at = document.activeElement
  if (at instanceof HTMLElement && at.matches('input, textarea, select')) at.blur()
  else places.select(undefined)
}
