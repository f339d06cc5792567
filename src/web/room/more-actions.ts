import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { callTheTeam, openForm } from '../desk/forms.ts'

/** Words may have to leave the timeline at any time, also when it is over. */
export const takeOut: Next = { label: 'Take a secret out…', command: 'redact', body: { reason: null } }

/** Also before it is offered; where no stand-by is named, its form says so. */
const moveTraffic: Next = { label: 'Move traffic to a stand-by…', command: 'shift-traffic', body: { share: null } }

const always = [
  openForm('How bad is it…', 'set-severity'),
  openForm('Page somebody…', 'page'),
  openForm('Call somebody in…', 'call-in'),
  callTheTeam,
  openForm('Tell everyone who must know…', 'tell-stakeholders'),
]

/** What may be done at any time, whatever is next. */
export function moreActions(is: Incident): Next[] {
  if (is.status === 'resolved')
    return [
      openForm('Open it again…', 'reopen'),
      { label: 'Draft the page anew', command: 'draft-page', body: {} },
      takeOut,
    ]
  const mitigate = is.status === 'open' ? [openForm('Users no longer hurt…', 'mitigate')] : []
  const merge = openForm('The same fire as another incident…', 'merge-into')
  return [...always, ...mitigate, moveTraffic, merge, takeOut, openForm('Resolve…', 'resolve')]
}
