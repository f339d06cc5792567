import type { Room } from '../desk/room-context.ts'
import type { PaletteItem } from '../parts/palette.tsx'
import type { RoomAction } from './room-actions.ts'

/** The palette's lines of a room: what can be done, where one can go in it, and whom one can page. */
export function roomItems(
  room: Room,
  actions: readonly RoomAction[],
  run: (action: RoomAction) => void,
): PaletteItem[] {
  const { go, me, people, press } = room
  const places = [
    { id: 'go-terminal', name: 'Terminal', key: 'terminal', run: () => go('terminal') },
    { id: 'go-timeline', name: 'Timeline', key: 'timeline', run: () => go('timeline') },
    { id: 'go-board', name: 'Board', run: () => go('board') },
    { id: 'go-people', name: 'People', key: 'people', run: () => go('people') },
  ] as const
  const toPage = me.role === 'viewer' ? [] : people.filter(one => one.id !== me.id)
  return [
    ...actions.map(action => ({
      id: `do ${action.next.command} ${JSON.stringify(action.next.body)}`,
      name: action.next.label,
      group: action.key === 'next' ? 'Next' : 'Do',
      key: action.key,
      off: action.off,
      run: () => run(action),
    })),
    ...places.map(place => ({ ...place, group: 'In this room' })),
    ...toPage.map(one => ({
      id: `page ${one.id}`,
      name: `Page ${one.name} now`,
      group: 'Person',
      run: () => press({ label: 'Page', command: 'page', body: { person: one.id } }),
    })),
  ]
}
