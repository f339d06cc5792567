import type { Next } from './decision.ts'
import { type Change, type Incident, presentResponders } from './incident.ts'
import { type AboutChange, changeNow } from './next-change.ts'
import { count } from './sentence.ts'

/** The next action of one person in one incident, in one sentence, with what is missing and the one button for it. */
export interface NextStep {
  /** 1 alert, 2 tell everyone, 3 find the cause, 4 runbook, 5 one lead, 6 back up, then change, 7 write it down. */
  step: number
  says: string
  missing: string[]
  does?: Next
  also?: Next[]
}

/** Who looks, as far as it matters here. */
export interface Looker {
  id: string
  role: 'viewer' | 'responder' | 'admin'
}

type Rule = (is: Incident, me: Looker, now: string) => NextStep | undefined

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

const ask = (label: string, command: string, body: Next['body'] = {}): Next => ({ label, command, body })
const update = { text: null, audience: null, nextUpdateDueAt: null }

const nameOf = (is: Incident, person: string): string =>
  is.people.find(one => one.person === person)?.name ?? 'Somebody else'

const isOver: Rule = is => {
  if (is.status !== 'resolved') return undefined
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

const nobodyHasIt: Rule = (is, me) => {
  if (is.acknowledgedBy) return undefined
  const missing = is.nobodyToCall ? [is.nobodyToCall] : []
  if (me.role === 'viewer') return { step: 2, says: 'Nobody has it yet. Who is on call is asked.', missing }
  return {
    step: 2,
    says: 'Next: somebody has to have it.',
    missing,
    does: ask('Acknowledge: I have it', 'acknowledge'),
    also: [ask('I cannot…', 'i-cannot', { note: null })],
  }
}

const itMayBeMine: Rule = (is, me) => {
  const asked = is.wasItYou.find(one => one.person === me.id && !one.answer)
  if (!asked || me.role === 'viewer') return undefined
  const body = { change: asked.change }
  return {
    step: 2,
    says: `Was it you? You changed something shortly before: “${asked.summary}”.`,
    missing: [],
    does: ask('It may be mine', 'maybe-mine', body),
    also: [ask('Not mine', 'not-mine', body)],
  }
}

const iOnlyWatch: Rule = (is, me) => {
  const here = is.people.find(one => one.person === me.id && !one.leftAt)
  if (here?.as === 'responder') return undefined
  const lead = is.lead ? `${nameOf(is, is.lead)} leads.` : 'Nobody leads.'
  if (here || me.role === 'viewer') {
    const does = here
      ? ask('Suggest something…', 'suggest', { text: null, why: null })
      : ask('Watch', 'join', { as: 'observer' })
    return { step: 5, says: `${lead} You watch: say what you see.`, missing: [], does }
  }
  return {
    step: 5,
    says: `${lead} Come in to help, or watch.`,
    missing: [],
    does: ask('Come in', 'join'),
    also: [ask('Only watch', 'join', { as: 'observer' })],
  }
}

const theLeadIsFree: Rule = (is, me) => {
  if (is.leadOfferedTo === me.id)
    return {
      step: 5,
      says: `${nameOf(is, is.lead ?? '')} offers you the lead.`,
      missing: [],
      does: ask('Take the lead', 'accept-lead'),
      also: [ask('Not me', 'decline-lead')],
    }
  if (is.lead) return undefined
  return { step: 5, says: 'Nobody leads. One person has to.', missing: [], does: ask('Take the lead', 'take-lead') }
}

const somebodyAsks: Rule = (is, me) => {
  const asker = is.keyboardAskedBy.find(person => person !== me.id)
  if (asker && is.operator === me.id)
    return {
      step: 5,
      says: `${nameOf(is, asker)} asks for the keyboard.`,
      missing: [],
      does: ask(`Give it to ${nameOf(is, asker)}`, 'give-keyboard', { to: asker }),
    }
  const open = is.objections.filter(one => one.state === 'open')
  const [first] = open
  if (!first || (is.lead !== me.id && is.operator !== me.id)) return undefined
  return {
    step: 6,
    says: `Next: answer ${first.by}'s objection. “${first.reason}”`,
    missing: open.length > 1 ? [`${open.length} objections are open`] : [],
    does: ask('Answer objection…', 'answer-objection', { objection: first.id, answer: null }),
  }
}

const aChangeWaits: Rule = (is, me, now) => {
  const change = is.changes.findLast(isUnfinished)
  return change && withStep(changeNow(is, change, me.id, nameOf(is, is.operator ?? ''), now))
}

const isUnfinished = (change: Change): boolean => change.state !== 'verified' && change.state !== 'rolled back'
const withStep = (about: AboutChange): NextStep => ({ step: 6, ...about })

const anUpdateIsDue: Rule = (is, _me, now) => {
  if (!is.nextUpdateDueAt || is.nextUpdateDueAt > now) return undefined
  const body = { text: null, audience: 'stakeholders', nextUpdateDueAt: null }
  const does = ask('Post the update…', 'post-update', body)
  return { step: 2, says: 'Next: the update you promised is due.', missing: [], does }
}

const itLooksOver: Rule = is => {
  const worked = is.changes.some(change => change.state === 'verified')
  const quiet = is.alerts.length > 0 && is.alerts.every(alert => alert.recoveredAt)
  if (!worked && !quiet) return undefined
  const burning = is.alerts.filter(alert => !alert.recoveredAt).length
  const mitigate = ask('Only mitigated…', 'mitigate', { summary: null })
  return {
    step: 7,
    says: quiet
      ? 'Every alert has recovered. Next: resolve it, once you trust that.'
      : 'The change worked. Next: resolve it.',
    missing: burning > 0 ? [`${burning} of its alerts still fire`] : [],
    does: ask('Resolve…', 'resolve', { summary: null }),
    also: is.status === 'open' ? [mitigate] : [],
  }
}

const theBookKnows: Rule = is => {
  const page = is.suggestedPages[0]
  if (!page || is.followedPage || is.cause) return undefined
  return {
    step: 4,
    says: `The runbook knows something like this: “${page.title}”.`,
    missing: [capital(page.why)],
    does: ask('Follow this page', 'follow-page', { page: page.page }),
    also: [addEvidence],
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const addEvidence = ask('Add evidence…', 'add-evidence', { source: null, kind: null, text: null })

const findTheCause: Rule = is => {
  if (is.cause || is.followedPage) return undefined
  const living = is.hypotheses.filter(one => one.state === 'theory' || one.state === 'stated')
  const supported = living.find(one => one.evidenceFor.length > 0)
  const confirm = (id: string) => ask('Confirm the cause', 'confirm-cause', { hypothesis: id })
  if (supported)
    return {
      step: 3,
      says: `Is it that “${supported.statement}”? Something supports it.`,
      missing: [],
      does: confirm(supported.id),
    }
  const theory = living[0]
  const body = { hypothesis: theory?.id, evidence: null, stance: null, why: null }
  if (theory)
    return {
      step: 3,
      says: `“${theory.statement}” has nothing for it yet. Next: put what you see for or against it.`,
      missing: [],
      does: ask('Attach evidence…', 'attach-evidence', body),
      also: [addEvidence],
    }
  if (is.evidence.every(one => one.kind === 'alert'))
    return {
      step: 3,
      says: 'Breathe. Next: look before you guess, and keep what you see.',
      missing: [],
      does: addEvidence,
    }
  const does = ask('Say what it might be…', 'propose-hypothesis', { statement: null })
  return { step: 3, says: 'Next: say what it might be.', missing: [], does, also: [addEvidence] }
}

const theCauseIsKnown: Rule = is => {
  if (is.changes.length > 0) return undefined
  const cause = is.hypotheses.find(one => one.id === is.cause)?.statement
  const says = cause ? `Cause found: ${cause}. Next: say what you will change.` : 'Next: say what you will change.'
  const restsOn = cause ? { cause: is.cause } : { page: is.followedPage?.page }
  const body = {
    what: null,
    intent: 'fix',
    kind: null,
    touches: null,
    commands: null,
    restsOn,
    verify: null,
    undo: null,
  }
  return { step: 6, says, missing: [], does: ask('Propose a change…', 'propose-change', body) }
}

/** What cannot wait comes first; what only one person can answer comes before what anybody can do. */
const rules: readonly Rule[] = [
  isOver,
  nobodyHasIt,
  itMayBeMine,
  iOnlyWatch,
  theLeadIsFree,
  somebodyAsks,
  anUpdateIsDue,
  aChangeWaits,
  itLooksOver,
  theBookKnows,
  findTheCause,
  theCauseIsKnown,
]

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
      says: change ? `${change.ref} ${change.state}` : 'Nothing changed yet',
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
