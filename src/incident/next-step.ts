import type { Change, Incident } from './incident.ts'
import { ask, type Looker, type NextStep, nameOf, type Rule } from './next.ts'
import { findTheCause, theBookKnows, theCauseIsKnown } from './next-cause.ts'
import { type AboutChange, changeNow } from './next-change.ts'
import {
  anUpdateIsDue,
  anyoneAgainst,
  iOnlyWatch,
  itMayBeMine,
  itStandsAtYourPrompt,
  nobodyHasIt,
  somebodyAsks,
  theLeadIsFree,
  theLeadIsOffered,
  yourTaskIsOver,
} from './next-people.ts'
import { aStandByIsThere, trafficFailed, trafficGoesBack, trafficIsMoved, trafficIsMoving } from './next-traffic.ts'
import { awayTraffic } from './traffic-words.ts'

/** The first rule that has something to say says it. */
export function nextStep(is: Incident, me: Looker, now: string): NextStep {
  for (const rule of rules) {
    const found = rule(is, me, now)
    if (found) return found
  }
  return {
    step: 6,
    says: 'Watch whether it gets better.',
    missing: [],
    does: ask('Post an update…', 'post-update', update),
  }
}

const update = { text: null, audience: null, nextUpdateDueAt: null }

const isOver: Rule = is => {
  if (is.status !== 'resolved') return undefined
  if (is.mergedInto) return { step: 7, says: 'It is the same fire as another one: people go on there.', missing: [] }
  const draft = is.drafts.find(one => one.state === 'draft')
  if (draft)
    return {
      step: 7,
      says: 'Next: read the drafted page while you remember, and accept it.',
      missing: [],
      does: ask('Read the draft', 'accept-page', { draft: draft.id }),
    }
  const page = is.drafts.find(one => one.state === 'accepted')
  if (page) return { step: 7, says: `It is over, and written down as “${page.title}”.`, missing: [] }
  return {
    step: 7,
    says: 'Next: write down what helped, so that the next time is shorter.',
    missing: [],
    does: ask('Draft the page', 'draft-page'),
  }
}

const aChangeWaits: Rule = (is, me, now) => {
  const change = is.changes.findLast(isUnfinished)
  return change && withStep(changeNow(is, change, me.id, nameOf(is, is.operator ?? ''), now))
}

/** Neither known to have worked nor taken back. */
export const isUnfinished = (change: Change): boolean => change.state !== 'verified' && change.state !== 'rolled back'
const withStep = (about: AboutChange): NextStep => ({ step: 6, ...about })

const itLooksOver: Rule = is => {
  const worked = is.changes.some(change => change.state === 'verified')
  const quiet = is.alerts.length > 0 && is.alerts.every(alert => alert.recoveredAt)
  if (!worked && !quiet) return undefined
  const burning = is.alerts.filter(alert => !alert.recoveredAt).length
  const mitigate = ask('Only mitigated…', 'mitigate', { summary: null })
  const away = awayTraffic(is)
  return {
    step: 7,
    says: quiet
      ? 'Every alert has recovered. Next: resolve it, once you trust that.'
      : 'The change worked. Next: resolve it.',
    missing: [
      ...(burning > 0 ? [`${burning} of its alerts still fire`] : []),
      ...(away ? [`Traffic is still on ${away.standBy}`] : []),
    ],
    does: ask('Resolve…', 'resolve', { summary: null }),
    also: is.status === 'open' ? [mitigate] : [],
  }
}

/** What cannot wait comes first; what only one person can answer comes before what anybody can do. */
const rules: readonly Rule[] = [
  isOver,
  nobodyHasIt,
  itMayBeMine,
  theLeadIsOffered,
  trafficGoesBack,
  anyoneAgainst,
  iOnlyWatch,
  theLeadIsFree,
  itStandsAtYourPrompt,
  somebodyAsks,
  yourTaskIsOver,
  anUpdateIsDue,
  trafficIsMoving,
  aChangeWaits,
  trafficIsMoved,
  trafficFailed,
  itLooksOver,
  aStandByIsThere,
  theBookKnows,
  findTheCause,
  theCauseIsKnown,
]
