import type { Incident, Waiver } from '../../incident/incident.ts'
import type { RecentChange } from '../../incident/known.ts'
import { wentHow } from '../../incident/rules.ts'
import type { Severity } from '../../incident/severity.ts'
import type { Person } from '../../roster/person.ts'
import { nameFor, updateDraft } from './update-draft.ts'

/** Every word of this step that people read. */
export const say = {
  first: 'you are on call',
  nobodyLeads: 'people work on it and nobody leads',
  nobodyAnswered: 'nobody has answered yet',
  worse: (severity: Severity) => `it is now ${severity}`,
  fired: (title: string) => `this fired: ${title.replaceAll(/\s+/g, ' ').slice(0, 200)}`,
  lapsed: (name = 'somebody') => `${name} had it, and the quiet is over`,
  cannot: (name: string) => `${name} cannot take it`,
  pagedBy: (name: string) => `${name} asks for you`,
  calledIn: (name: string) => `${name} calls in the team`,
  updateDue: 'the update you promised is due',
  updateDueHere: 'an update was promised and is due, and whoever leads may have no hand free',
  updateLate: 'the promised update is late and nobody has written it',
  wentAlone: ({ by, rule }: Pick<Waiver, 'by' | 'rule'>) => `${by} is alone and goes ahead ${wentHow(rule)}`,

  nobodyToCall: (policy: string, people: Person[]) =>
    people.length === 0
      ? `Nobody can be paged: the policy "${policy}" names nobody who is on call now. Add a person, or a fallback.`
      : `Nobody can be paged: ${people.map(one => one.name).join(', ')} cannot be reached. Give them an email (with FIRELINE_SMTP_URL) or another contact.`,
  nobodyElse: (name: string) => `${name} cannot take it, and there is nobody else to page. It goes on paging.`,
  noChannel: (name: string) => `${name} cannot be reached: no contact is set up.`,
  noChannels: 'None of them can be reached: no contacts are set up.',
  nobodyInTeam: 'There is nobody else in the team to call in.',

  inThePast: 'That time has passed already.',
  tooLong: 'Quiet for 7 days at most. Resolve it when it is over.',
  nobodyHasIt: 'Nobody has acknowledged this yet; a person may.',
  resolved: 'This incident is resolved.',
  noPerson: (id: string) => `There is no person ${id}.`,
  noSchedule: (slug: string) => `There is no schedule "${slug}".`,
  nobodyOn: (slug: string) => `Nobody is on call on "${slug}" now.`,
  noTeam: (team: string) => `There is no team "${team}".`,

  /** Answers of our own for what never left: their end says so (`surelyNot` in engine/call.ts). */
  doesNotAnswer: (receiver: string, waiting: number) =>
    `${receiver} does not answer: ${waiting} messages wait for it. This one was not sent.`,
  silenced: 'Everything that fires is silenced: it waits. This one was not sent.',
  contactRemoved: 'They removed this contact meanwhile. This one was not sent.',
  noAccount: (channel: string) => `${channel} has no account here yet: an admin sets one under Settings, Channels.`,
  tooLate: 'Another node may have taken this over. This one was not sent.',

  /** To everyone else: what they may notice and what we do, in no word of an alert's. `name` is what they know it by. */
  toStakeholders: (is: Incident, name = nameFor(is)) =>
    `Something is wrong${name && ` with ${name}`} since ${utc(is.startedAt || is.openedAt)}. ` +
    `${is.acknowledgedBy ? 'We are working on it.' : 'The people who look after it have been called.'} You will hear from us.`,
  /** The last word, for who was promised one. */
  overForAll: (is: Incident, name = nameFor(is)) =>
    `${name || 'It'} works again; it is over since ${utc(is.resolvedAt ?? is.at)}.`,
  /** A draft of the next word to everyone, for who promised one and has no hand free. */
  updateDraft,
}

/**
 * The line that wakes somebody, of a length that a lock screen shows; the whole title stands in the message.
 * `SEV2 checkout · 42 % errors since 02:58 UTC · deploy #412 4 min before · seen 3x …`
 */
export function headline(is: Incident, changes: readonly RecentChange[], zone: string): string {
  const since = is.startedAt || is.openedAt
  return [
    `${is.severity.toUpperCase()} ${cutTo(is.service, 40)}`,
    `${cutTo(is.title, 90)} since ${clock(since, zone)}`,
    ...shortlyBefore(changes, since),
    ...seenBefore(is),
  ].join(' · ')
}

/** As much of what others wrote as fits, cut at its end and marked there: what follows it is never cut off. */
export const cutTo = (text: string, most: number): string =>
  text.length > most
    ? `${text
        .slice(0, most - 2)
        .toWellFormed()
        .trimEnd()} …`
    : text

/** `deploy #412 4 min before`, when something changed in the hour before. */
export function shortlyBefore(changes: readonly RecentChange[], since: string): string[] {
  const change = changes.find(({ at }) => minutesBefore(at, since) >= 0 && minutesBefore(at, since) <= 60)
  return change ? [`${cutTo(change.summary, 60)} ${minutesBefore(change.at, since)} min before`] : []
}

/** `seen 3x, last fixed by "restart worker" (14 min)`. */
export function seenBefore(is: Incident): string[] {
  const seen = is.suggestedPages[0]?.seen
  if (!seen?.times) return []
  const fixed = seen.lastFixedBy ? `, last fixed by "${cutTo(seen.lastFixedBy, 60)}"` : ''
  const took = seen.medianMinutes ? ` (${seen.medianMinutes} min)` : ''
  return [`seen ${seen.times}x${fixed}${took}`]
}

const minutesBefore = (at: string, since: string): number => Math.round((Date.parse(since) - Date.parse(at)) / 60_000)

/** `02:58 UTC`, or `03:58 (02:58 UTC)` where the clocks differ. */
export function clock(at: string, zone: string): string {
  const local = hourIn(at, zone)
  return zone === 'UTC' || local === hourIn(at, 'UTC') ? utc(at) : `${local} (${utc(at)})`
}

const utc = (at: string): string => `${hourIn(at, 'UTC')} UTC`

const hourIn = (at: string, zone: string): string => hoursOf(zone).format(new Date(at))

/** One for each zone: making one takes longer than everything else about a message. */
const hours = new Map<string, Intl.DateTimeFormat>()
function hoursOf(timeZone: string): Intl.DateTimeFormat {
  const known = hours.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  hours.set(timeZone, made)
  return made
}

/** What follows the headline in a message, a line each, with what the alert says word for word. */
export function details(is: Incident, reason: string, zone: string): string[] {
  const alert = is.alerts[0]
  const said = alert?.annotations['description'] ?? alert?.annotations['summary']
  return [
    `INC-${is.number} ${is.title}`,
    `You are paged because ${reason}.`,
    ...(said && said !== is.title ? [`The alert says: ${indented(said)}`] : []),
    ...(is.acknowledgedBy ? [`${nameOf(is, is.acknowledgedBy)} has it.`] : ['Nobody has it yet.']),
    ...is.suggestedPages.slice(0, 3).map(page => `Runbook: ${page.title} (${page.why})`),
    ...(isOfUpdate(reason) ? [`A draft: ${say.updateDraft(is)}`] : []),
    ...whyAlone(is, reason),
    `Since ${clock(is.startedAt || is.openedAt, zone)}.`,
  ]
}

/** The channel before this one did not take it; `answer` is what it said for good. */
export const insteadOf = (channel: string, answer?: string): string =>
  `${channel} did not take this page${answer ? ` (${cutTo(answer, 80)})` : ''}, so it comes this way.`

/** No line of an alert's own begins where ours do. */
const indented = (text: string): string => text.split(/\r\n?|[\n\u2028\u2029]/).join('\n  ')

const isOfUpdate = (reason: string): boolean => [say.updateDue, say.updateDueHere, say.updateLate].includes(reason)

/** Some words are only to be known: they matter although somebody has it. */
export const isOnlyTold = (is: Incident, reason: string): boolean =>
  isOfUpdate(reason) || is.waivers.some(one => say.wentAlone(one) === reason)

/** Read from the timeline when it is said, so that what was taken out there is not said here. */
function whyAlone(is: Incident, reason: string): string[] {
  const waiver = is.waivers.findLast(one => say.wentAlone(one) === reason)
  return waiver ? [`${waiver.by} says why: ${waiver.reason}`, 'Nobody waits for you. Look in, if you can.'] : []
}

const nameOf = (is: Incident, id: string): string => is.people.find(one => one.person === id)?.name ?? 'Somebody'

/** The codes of this step's refusals: part of the API. */
export const notifyRefusals: readonly string[] = [
  'in-the-past',
  'nobody-has-it',
  'nobody-on-call',
  'resolved',
  'too-long',
  'unknown-person',
  'unknown-schedule',
  'unknown-team',
]
