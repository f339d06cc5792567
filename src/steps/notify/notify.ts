import type { Decisions } from '../../incident/asks.ts'
import type { Entry, EntryOf } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import { later, type Obligation, type Reactions } from '../../incident/obligation.ts'
import { wakes } from '../../incident/severity.ts'
import { contactOf } from '../../roster/contact-name.ts'
import { acknowledge, expireAcknowledgement, iCannot, setSeverity, snooze } from './acknowledge.ts'
import type { notifyAsks } from './asks.ts'
import { callIn, callShown, callTapped, channelDown, page, recordCall } from './calls.ts'
import { escalate, pageAgain } from './escalate.ts'
import { owesAnEndOfHold, owesWhatWasHeld, weighSilence, weighsAnew } from './hold.ts'
import { judgePage } from './judge.ts'
import { pageForLead } from './page-for-lead.ts'
import {
  askAuthors,
  autoTellStakeholders,
  maybeMine,
  notMine,
  postUpdate,
  tellOver,
  tellStakeholders,
  updateDue,
} from './tell.ts'
import { expiry, timer } from './timers.ts'
import { owesAWordOfIt, tellOfWaiver } from './told-of-waiver.ts'
import { nagAfterMs } from './updates.ts'

export const notifyDecisions: Decisions<typeof notifyAsks> = {
  acknowledge,
  'i-cannot': iCannot,
  snooze,
  'set-severity': setSeverity,
  'post-update': postUpdate,
  'tell-stakeholders': tellStakeholders,
  'call-in': callIn,
  page,
  'maybe-mine': maybeMine,
  'not-mine': notMine,
  'judge-page': judgePage,
  escalate,
  'page-again': pageAgain,
  'page-for-lead': pageForLead,
  'expire-acknowledgement': expireAcknowledgement,
  'record-call': recordCall,
  'channel-down': channelDown,
  'call-shown': callShown,
  'call-tapped': callTapped,
  'ask-authors': askAuthors,
  'auto-tell-stakeholders': autoTellStakeholders,
  'tell-over': tellOver,
  'update-due': updateDue,
  'tell-of-waiver': tellOfWaiver,
  'weigh-silence': weighSilence,
}

/** Told so often that nobody leads, the room alone does not help. */
const toldOfTheLead = 3
const tellAfterMs = 10 * 60_000

export const notifyReactions: Reactions = {
  IncidentOpened: (entry, is) => {
    // What wakes nobody asks nobody either: it waits for the morning.
    if (!wakes(is.severity))
      return [{ kind: 'digest', key: 'digest', dueAt: entry.at, body: { service: is.service } } satisfies Obligation]
    return [
      timer(`escalate:${entry.id}`, entry.at, 'escalate', { run: 1, round: 0, step: 0 }),
      timer('ask-authors', entry.at, 'ask-authors'),
      ...tellLater(is.severity, entry.at),
    ]
  },
  AlertsJoined: (entry, is) => {
    const { severity } = entry.data
    const paged = is.escalation?.severity
    const isRise = wakes(severity) && (paged === undefined || (is.severity === severity && paged !== severity))
    if (!isRise) return weighsAnew(entry, is)
    return [timer(`page-again:${entry.id}`, entry.at, 'page-again'), ...tellLater(is.severity, entry.at)]
  },
  SeveritySet: (entry, is) => [...tellLater(is.severity, entry.at), ...copyAgain(entry, is)],
  Mitigated: copyAgain,
  Resolved: (entry, is) => [...copyAgain(entry, is), ...overLater(entry, is)],
  Reopened: (entry, is) => [timer(`page-again:${entry.id}`, entry.at, 'page-again'), ...copyAgain(entry, is)],
  EscalationStepped: entry => {
    const { run = 1, next } = entry.data
    if (!next) return []
    const body = { run, round: next.round, step: next.step }
    return [timer(`escalate:${entry.id}`, next.dueAt, 'escalate', body)]
  },
  EscalationHeld: owesAnEndOfHold,
  EscalationResumed: owesWhatWasHeld,
  Acknowledged: (entry, is) => [expiry(entry.id, entry.data.until), ...nagsOfWhatIsLate(entry, is)],
  Snoozed: entry => [expiry(entry.id, entry.data.untilAt)],
  CallOwed: ({ data: { call, person, dueAt, ...data }, at }) => [
    { kind: 'call', key: `call:${call}`, dueAt: dueAt ?? at, body: { call, person, channel: contactOf(data) } },
  ],
  UpdatePosted: ({ id, data }) => nags(id, data.nextUpdateDueAt),
  StakeholdersTold: ({ id, at, data: { text, update, nextUpdateDueAt } }) => [
    { kind: 'tell-stakeholders', key: `tell:${id}`, dueAt: at, body: { text, ...(update && { update }) } },
    ...nags(id, nextUpdateDueAt),
    copy(id, at),
  ],
  LeadNagged: ({ id, at, data }) =>
    data.times < toldOfTheLead ? [] : [timer(`page-for-lead:${id}`, at, 'page-for-lead')],
  Waived: owesAWordOfIt,
  WasItYouAsked: ({ at, data }) => {
    // Of what somebody did on a host one may be asked after the other.
    const key = ['ask-author', data.change, ...(data.on && data.person ? [data.person] : [])].join(':')
    return [{ kind: 'ask-author', key, dueAt: at, body: data }]
  },
}

/** What the outside was told of looks different now. */
function copyAgain({ id, at }: Entry, is: Incident): Obligation[] {
  return is.stakeholdersToldAt === undefined ? [] : [copy(id, at)]
}

const copy = (entry: string, at: string): Obligation => ({
  kind: 'status-copy',
  key: `status-copy:${entry}`,
  dueAt: at,
  body: {},
})

/** So long somebody may say it in their own words; a promise that falls due before is kept. */
const ownWordsMs = 5 * 60_000

function overLater({ id, at }: Entry, { stakeholdersToldAt, nextUpdateDueAt = '' }: Incident): Obligation[] {
  if (stakeholdersToldAt === undefined) return []
  const latest = later(at, ownWordsMs)
  const dueAt = nextUpdateDueAt > at && nextUpdateDueAt < latest ? nextUpdateDueAt : latest
  return [timer(`tell-over:${id}`, dueAt, 'tell-over')]
}

/** The promise of a next word: asked for when it is due, and again while it is still owed. */
function nags(entry: string, dueAt: string | undefined, from = dueAt): Obligation[] {
  if (!dueAt || !from) return []
  return nagAfterMs.map((ms, nag) =>
    timer(`update-due:${entry}:${nag}`, later(from, ms), 'update-due', { dueAt, ...(nag > 0 && { nag }) }),
  )
}

/** While nobody had it, nobody was asked for the word that fell due then. */
function nagsOfWhatIsLate(
  { id, at, data }: EntryOf<'Acknowledged'>,
  { nextUpdateDueAt: dueAt }: Incident,
): Obligation[] {
  return dueAt && dueAt <= at && !data.renewed ? nags(id, dueAt, later(at, handsFullMs)) : []
}

/** Who just took it reads first. */
const handsFullMs = 5 * 60_000

/** Once an incident: the key is the same however often it gets worse. */
function tellLater(severity: string, at: string): Obligation[] {
  const isBad = severity === 'sev1' || severity === 'sev2'
  return isBad ? [timer('auto-tell', later(at, tellAfterMs), 'auto-tell-stakeholders')] : []
}
