import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { openForm } from '../desk/forms.ts'
import { useRoom } from '../desk/room-context.ts'
import css from './room.module.css'

/** What may be done at any time, whatever is next. */
export function More() {
  const { is, me, press } = useRoom()
  if (me.role === 'viewer') return null
  return (
    <>
      <button type="button" className="btn" popoverTarget="more">
        More
      </button>
      <div id="more" popover="auto" className={css.more}>
        {moreActions(is).map(next => (
          <button
            key={next.label}
            type="button"
            popoverTarget="more"
            popoverTargetAction="hide"
            onClick={() => press(next)}
          >
            {next.label}
          </button>
        ))}
      </div>
    </>
  )
}

const always = [
  openForm('How bad is it…', 'set-severity'),
  openForm('Page somebody…', 'page'),
  openForm('Call somebody in…', 'call-in'),
  openForm('Tell everyone who must know…', 'tell-stakeholders'),
]

function moreActions(is: Incident): Next[] {
  if (is.status === 'resolved')
    return [openForm('Open it again…', 'reopen'), { label: 'Draft the page anew', command: 'draft-page', body: {} }]
  const mitigate = is.status === 'open' ? [openForm('Users no longer hurt…', 'mitigate')] : []
  return [...always, ...mitigate, openForm('Resolve…', 'resolve')]
}
