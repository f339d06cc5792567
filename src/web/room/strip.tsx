import type { View } from '../../api/room-messages.ts'
import { useRoom } from '../desk/room-context.ts'
import type { Missed } from '../desk/use-last-look.ts'
import type { LeadView } from '../desk/use-lead-view.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import css from './strip.module.css'

/** What came since one looked, and where the lead looks: each only while there is something to say. */
export function Strip({ lead, missed, onCatchUp }: { lead: LeadView; missed?: Missed; onCatchUp(): void }) {
  const { is, me, nameOf } = useRoom()
  const leader = is.lead && is.lead !== me.id ? nameOf(is.lead) : undefined
  const follows = leader && (lead.view || lead.following || lead.impossible)
  if (!missed && !follows) return null
  return (
    <aside className={css.strip} aria-label="Since you looked, and where the lead looks">
      {missed && (
        <p className="row">
          <Icon name="clock" />
          <span className="clip">Since you looked: {missed.count === 1 ? '1 entry' : `${missed.count} entries`}</span>
          <button type="button" className="btn" onClick={onCatchUp}>
            Catch up <KeyHint name="catchUp" />
          </button>
        </p>
      )}
      {follows && <Following lead={lead} leader={leader} />}
    </aside>
  )
}

function Following({
  lead: { view, following, ended, follow, impossible },
  leader,
}: {
  lead: LeadView
  leader: string
}) {
  if (impossible)
    return (
      <p className="row">
        <Icon name="eye" />
        <span className="clip">
          {leader}'s view cannot be followed here: this network lets no live connection through.
        </span>
      </p>
    )
  return (
    <p className="row">
      <Icon name="eye" />
      <span role="status" className="clip">
        {view ? `${leader} looks at ${looksAt(view)}` : `${leader} is not looking now`}
      </span>
      <button type="button" className="btn" aria-pressed={following} onClick={() => follow(!following)}>
        {following ? `Following ${leader}` : ended ? 'Follow again' : `Follow ${leader}`}
      </button>
    </p>
  )
}

const parts: Record<View['tab'], string> = {
  now: 'what is known',
  timeline: 'the timeline',
  board: 'the board',
  terminal: 'the terminal',
  people: 'the people',
}
const looksAt = ({ tab, selection }: View): string => selection ?? parts[tab]
