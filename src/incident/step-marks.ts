import { type Incident, presentResponders } from './incident.ts'
import { count } from './sentence.ts'

/** The seven steps as they stand, for the guide at the top of the room. */
export interface StepMark {
  name: string
  says: string
  done: boolean
}

export function stepMarks(is: Incident): StepMark[] {
  const told = new Set(is.calls.filter(call => call.state !== 'failed').map(call => call.person)).size
  const cause = is.hypotheses.find(one => one.id === is.cause)
  const here = presentResponders(is).length
  const change = is.changes.at(-1)
  const shift = is.shifts?.at(-1)
  const done = change ?? shift
  const page = is.drafts.at(-1)
  const accepted = page?.state === 'accepted'
  const declared = is.alerts.length === 0
  return [
    { name: 'Alert', says: declared ? 'Somebody declared it' : count(is.alerts.length, 'alert'), done: true },
    {
      name: 'Tell everyone',
      says: is.acknowledgedBy ? 'Somebody has it' : `${told} called`,
      done: Boolean(is.acknowledgedBy),
    },
    { name: 'Find the cause', says: cause?.statement ?? count(is.evidence.length, 'fact'), done: Boolean(cause) },
    { name: 'Runbook', says: bookSays(is), done: Boolean(is.followedPage) || accepted },
    {
      name: 'One lead',
      says: here > 1 ? `${here} here` : here === 1 ? 'One person here' : 'Nobody here yet',
      done: Boolean(is.lead),
    },
    {
      name: 'Back up, change',
      says: done ? `${done.ref} ${done.state}` : 'Nothing changed yet',
      done: change?.state === 'verified',
    },
    {
      name: 'Write it down',
      says: accepted ? 'In the runbook' : page ? 'Draft to read' : 'After it is resolved',
      done: accepted,
    },
  ]
}

function bookSays(is: Incident): string {
  if (is.followedPage) return is.followedPage.title
  const pages = is.suggestedPages.length
  return pages === 0 ? 'No page for this yet' : pages === 1 ? 'One page offered' : `${pages} pages offered`
}
