import type { Place } from '../../api/room-messages.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import css from './room.module.css'

const tabs: readonly [Place, string, IconName][] = [
  ['now', 'Now', 'now'],
  ['timeline', 'Timeline', 'clock'],
  ['board', 'Board', 'clip'],
  ['terminal', 'Terminal', 'term'],
  ['people', 'People', 'people'],
]

/** On a phone, one part of the room at a time. */
export function Tabs({ tab, onTab }: { tab: Place; onTab(tab: Place): void }) {
  return (
    <nav className={css.tabs} aria-label="Parts of the room">
      {tabs.map(([name, says, icon]) => (
        <button key={name} type="button" aria-pressed={name === tab} onClick={() => onTab(name)}>
          <Icon name={icon} /> {says}
        </button>
      ))}
    </nav>
  )
}
