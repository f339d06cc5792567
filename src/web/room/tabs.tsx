import { Icon, type IconName } from '../parts/icon.tsx'
import css from './room.module.css'

export type Tab = 'now' | 'timeline' | 'board'

const tabs: readonly [Tab, string, IconName][] = [
  ['now', 'Now', 'now'],
  ['timeline', 'Timeline', 'clock'],
  ['board', 'Board and people', 'clip'],
]

/** On a phone, one part of the desk at a time. */
export function Tabs({ tab, onTab }: { tab: Tab; onTab(tab: Tab): void }) {
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
