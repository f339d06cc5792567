import type { Service } from '../../catalog/service.ts'
import { type Ask, type Decision, isRefusal } from '../../incident/decision.ts'
import { type Entry, fireline } from '../../incident/entry.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { howLong } from '../../incident/how-long.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { type Obligation, reactBy } from '../../incident/obligation.ts'
import { replay, unopened } from '../../incident/replay.ts'
import type { Severity } from '../../incident/severity.ts'
import { contactOf } from '../../roster/contact-name.ts'
import { quietUntil } from '../../roster/personal-rules.ts'
import type { OnCallPolicy } from '../../roster/policy.ts'
import { escalate } from './escalate.ts'
import { isFallback } from './escalation.ts'
import { notifyReactions } from './notify.ts'
import { type RangLately, underTheCap } from './preview-cap.ts'
import { previewSays } from './preview-says.ts'
import { askAuthors, autoTellStakeholders } from './tell.ts'
import { reachOf, type Wakes } from './wakes.ts'

/** One thing that would happen, if nobody acknowledged before it. */
export interface PreviewLine {
  /** Milliseconds after it broke. */
  atMs: number
  who: { id: string; name: string } | 'nobody' | 'stakeholders' | 'authors' | 'morning'
  /** By which channel. */
  over?: string
  wakes?: Wakes
  says: string
  /** Why that may not be enough. */
  trouble?: string
}

/** What breaks, and when. */
export interface Broken {
  service: Service
  severity: Severity
  at: string
}

/** What the decisions would find; who is on call is looked up for each moment. */
export interface FoundThen extends Pick<Known, 'people' | 'channels' | 'plans' | 'recentChanges' | 'outreach'> {
  policyAt(at: string): OnCallPolicy
  /** Pages of the last ten minutes: they count against the cap. */
  rang?: RangLately
}

export interface Preview {
  lines: PreviewLine[]
  /** How it goes on after the last of them. */
  goesOn?: string
}

/** So many lines are read by nobody; the policy repeats itself long before. */
const mostLines = 60

/** What would happen if nobody answered. No rule stands here: the decisions and timers are those of a real incident, asked in turn on a clock that is moved. */
export function whatWouldHappen(broken: Broken, found: FoundThen): Preview {
  if (broken.service.mode === 'watch-only') return { lines: [], goesOn: previewSays.watchOnly }
  const night = begin(broken)
  happens(night, found, broken.at, [opening(broken)])
  while (night.lines.length < mostLines) {
    const due = night.timers.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1)).shift()
    if (!due) break
    if (due.body.command === 'escalate' && isAtFallback(night.is, found)) continue
    happens(night, found, due.dueAt, decided(night.is, due, found, broken.service))
  }
  const { repeatAfterMs } = found.policyAt(broken.at)
  const inOrder = night.lines.sort((one, other) => one.atMs - other.atMs)
  const lines = saidOnce(underTheCap(inOrder, { ...broken, rang: found.rang ?? new Map() }))
  return { lines, ...(night.is.escalation?.next && { goesOn: previewSays.goesOn(howLong(repeatAfterMs)) }) }
}

/** A trouble that comes again with each page of the same person is said with the first. */
const saidOnce = (lines: PreviewLine[]): PreviewLine[] =>
  lines.map((line, n) => {
    const { trouble, ...rest } = line
    const isSaid = lines.slice(0, n).some(one => one.says === line.says && one.trouble === trouble)
    return isSaid ? rest : line
  })

type Timer = Extract<Obligation, { kind: 'ask' }>

interface Night {
  at: string
  is: Incident
  timers: Timer[]
  lines: PreviewLine[]
}

const begin = ({ at }: Broken): Night => ({ at, is: unopened, timers: [], lines: [] })

const opening = ({ service, severity, at }: Broken): IncidentEvent => ({
  type: 'IncidentOpened',
  v: 1,
  data: {
    number: 0,
    title: service.name,
    severity,
    service: service.slug,
    team: service.team,
    openedBy: 'alert',
    startedAt: at,
  },
})

/** The policy goes around no more: from here on it is the same people again and again. */
function isAtFallback({ escalation }: Incident, { policyAt }: FoundThen): boolean {
  return escalation !== undefined && isFallback(policyAt(escalation.at), escalation)
}

function decided(is: Incident, { dueAt, body }: Timer, found: FoundThen, service: Service): IncidentEvent[] {
  const known = { ...found, service, policy: found.policyAt(dueAt), silenced: undefined }
  // Ids as long as real ones, of which a decision changes the end.
  const ask = {
    id: `preview-${String(is.seq).padStart(4, '0')}-000`,
    by: fireline,
    at: dueAt,
    body: body.body as never,
  }
  const decision = followed[body.command]?.(is, ask, known) ?? []
  return isRefusal(decision) ? [] : decision
}

type KnownThen = Omit<FoundThen, 'policyAt'> & Pick<Known, 'service' | 'policy' | 'silenced'>

/** What a fire that nobody answers sets off; what one of these wants to know, the preview has to know. */
const followed: Record<string, (was: Incident, ask: Ask<never>, known: KnownThen) => Decision> = {
  escalate,
  'ask-authors': askAuthors,
  'auto-tell-stakeholders': autoTellStakeholders,
}

function happens(night: Night, found: FoundThen, at: string, events: readonly IncidentEvent[]): void {
  const called = new Set(events.flatMap(one => (one.type === 'CallOwed' ? [one.data.person] : [])))
  for (const event of events) {
    const seq = night.is.seq + 1
    const entry = { id: `e${seq}`, incident: 'preview', seq, at, by: fireline, ...event } as Entry
    night.is = replay([entry], night.is)
    night.lines.push(...linesOf(entry, night, found, called))
    const owed = reactBy(notifyReactions, entry, night.is)
    night.timers.push(...owed.filter(one => one.kind === 'ask'))
    if (owed.some(one => one.kind === 'digest'))
      night.lines.push({ atMs: 0, who: 'morning', says: previewSays.morning })
  }
}

function linesOf(
  entry: Entry,
  { at: begunAt, is }: Night,
  found: FoundThen,
  called: ReadonlySet<string>,
): PreviewLine[] {
  const { people, channels, plans } = found
  const atMs = Date.parse(entry.at) - Date.parse(begunAt)
  const isQuiet = (id: string) => {
    const rules = plans.get(id)
    return rules !== undefined && quietUntil(rules, is.severity, entry.at) !== undefined
  }
  const who = (id: string) => ({ id, name: people.get(id)?.name ?? 'Somebody' })
  if (entry.type === 'EscalationStepped') {
    return entry.data.people.map(who).flatMap((one): PreviewLine[] => {
      const says = previewSays.passedBy(one.name)
      if (!channels.get(one.id)?.length) return [{ atMs, who: one, says, trouble: previewSays.noChannel }]
      return isQuiet(one.id) && !called.has(one.id) ? [{ atMs, who: one, says: previewSays.sleeps(one.name) }] : []
    })
  }
  if (entry.type === 'CallOwed') {
    const { person, dueAt = entry.at } = entry.data
    const over = contactOf(entry.data)
    const mine = channels.get(person) ?? []
    const reach = reachOf(mine)
    const paged = previewSays.paged(who(person).name, over, mine[mine.indexOf(over) + 1])
    const quiet = isQuiet(person) && (dueAt > entry.at ? previewSays.afterQuiet : previewSays.inSpite)
    const says = quiet ? `${paged} ${quiet}` : paged
    const trouble = reach.wakes === 'no' ? previewSays.wakesNobody : undefined
    const dueMs = Date.parse(dueAt) - Date.parse(begunAt)
    return [{ atMs: dueMs, who: who(person), over, wakes: reachOf([over]).wakes, says, ...(trouble && { trouble }) }]
  }
  if (entry.type === 'NobodyToCall')
    return [{ atMs, who: 'nobody', says: previewSays.nobody, trouble: entry.data.reason }]
  if (entry.type === 'StakeholdersTold')
    return [{ atMs, who: 'stakeholders', over: 'mail', says: previewSays.stakeholders(entry.data.addresses) }]
  if (entry.type === 'WasItYouAsked')
    return [{ atMs, who: 'authors', over: 'mail', says: previewSays.author(entry.data.author, entry.data.summary) }]
  return []
}
