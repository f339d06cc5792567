import type { EntryOf } from '../../src/incident/entry.ts'
import type { Sent } from '../fakes/ledger.ts'
import { of, type Told } from './told.ts'

/** What a fault may cost: a step, or a page, this much later; and this many copies of mails that it hit half way. */
export interface May {
  beLateMs: number
  copies: number
}

export interface PagesProof {
  incidents: number
  steps: number
  pages: number
  copies: number
  latestStepMs: number
  /** From being owed to being known to have left. */
  latestPageMs: number
  troubles: string[]
}

/** Each step once, in order, on time; each page handed over and told once; copies only as many as a fault may cost, and each says so. */
export function checkPages(told: Told[], sent: readonly Sent[], may: May): PagesProof {
  const entries = told.flatMap(one => one.entries)
  const late = told.flatMap(lateness)
  const mails = mailsByCall(sent)
  const copies = [...mails.values()].flatMap(same => same.slice(1))
  const owed = of(entries, 'CallOwed').map(entry => entry.data.call)
  const latestStepMs = Math.max(0, ...late)
  const latestPageMs = Math.max(0, ...told.flatMap(pageTimes))
  return {
    incidents: told.length,
    steps: of(entries, 'EscalationStepped').length,
    pages: owed.length,
    copies: copies.length,
    latestStepMs,
    latestPageMs,
    troubles: [
      ...told.flatMap(stepTroubles),
      ...told.flatMap(nobodyCalled),
      ...told.flatMap(one => neverCame(one, may.beLateMs)),
      ...(latestStepMs > may.beLateMs ? [`a step came ${latestStepMs} ms late`] : []),
      ...(latestPageMs > may.beLateMs ? [`a page left ${latestPageMs} ms after it was owed`] : []),
      ...(Math.min(0, ...late) < 0 ? ['a step came before its time'] : []),
      ...told.flatMap(one => callTroubles(one, mails)),
      ...[...mails.keys()].filter(call => !owed.includes(call)).map(call => `page ${call} left and was not owed`),
      ...(copies.length > may.copies ? [`${copies.length} copies, and the faults explain ${may.copies}`] : []),
      ...[...mails.values()].filter(unmarked).map(([one]) => `of the copies to ${one?.to} more than one says nothing`),
    ],
  }
}

/** A mail's Message-ID is the call's, the same at every repeat. */
export function mailsByCall(sent: readonly Sent[]): Map<string, Sent[]> {
  const pages = sent.flatMap(mail => {
    const call = /^<call-([^@]+)@/.exec(mail.headers['message-id'] ?? '')?.[1]
    return call ? [{ call, mail }] : []
  })
  const byCall = Map.groupBy(pages, ({ call }) => call)
  return new Map([...byCall].map(([call, all]) => [call, all.map(({ mail }) => mail)]))
}

/** Who was stopped half way may end the first one after a second one left; all but one say that they may be a repeat. */
const unmarked = (same: readonly Sent[]) => same.filter(({ body }) => !/may be a repeat/.test(body)).length > 1

type Step = EntryOf<'EscalationStepped'>
const placeOf = ({ round, step }: { round: number; step: number }) => `round ${round}, step ${step}`

/** How much later than the step before it said each came; the first one, than the incident. */
function lateness({ is, entries }: Told): number[] {
  const steps = of(entries, 'EscalationStepped')
  return steps.map(({ at }, n) => Date.parse(at) - Date.parse(steps[n - 1]?.data.next?.dueAt ?? is.openedAt))
}

function pageTimes({ entries }: Told): number[] {
  const owedAt = new Map(of(entries, 'CallOwed').map(({ at, data }) => [data.call, data.dueAt ?? at]))
  return of(entries, 'CallHandedOver').map(({ at, data }) => Date.parse(at) - Date.parse(owedAt.get(data.call) ?? at))
}

function stepTroubles({ is, entries }: Told): string[] {
  const steps = of(entries, 'EscalationStepped')
  return steps.flatMap((one, n) => {
    const before: Step | undefined = steps[n - 1]
    const named = before ? before.data.next : { round: 0, step: 0 }
    return named && placeOf(named) === placeOf(one.data)
      ? []
      : [`INC-${is.number}: ${placeOf(one.data)} came where ${named ? placeOf(named) : 'nothing'} was next`]
  })
}

/** A step that owes no call to somebody it names has lost a page before it was one. */
function nobodyCalled({ is, entries }: Told): string[] {
  const calls = of(entries, 'CallOwed').map(({ data }) => `${placeOf({ round: 0, step: 0, ...data })} ${data.person}`)
  return of(entries, 'EscalationStepped').flatMap(({ data }) =>
    data.people
      .filter(person => !calls.includes(`${placeOf(data)} ${person}`))
      .map(person => `INC-${is.number}: ${placeOf(data)} names ${person}, and no page is owed`),
  )
}

/** The story went on well after the next step was due, nobody had it, and the step did not come. */
function neverCame({ is, entries }: Told, lateMs: number): string[] {
  const next = of(entries, 'EscalationStepped').at(-1)?.data.next
  const isOver = ({ type }: Told['entries'][number]) => type === 'Acknowledged' || type === 'Resolved'
  const end = (entries.find(isOver) ?? entries.at(-1))?.at
  if (!next || !end || Date.parse(end) - Date.parse(next.dueAt) <= lateMs) return []
  return [`INC-${is.number}: ${placeOf(next)} was due at ${next.dueAt} and never came`]
}

function callTroubles({ is, entries }: Told, mails: Map<string, Sent[]>): string[] {
  const handed = of(entries, 'CallHandedOver').map(entry => entry.data.call)
  const failed = of(entries, 'CallFailed').filter(entry => !entry.data.moot)
  const moot = of(entries, 'CallFailed').filter(entry => entry.data.moot)
  const calls = of(entries, 'CallOwed').map(entry => entry.data.call)
  return [
    ...failed.map(entry => `INC-${is.number}: page ${entry.data.call} failed: ${entry.data.answer}`),
    ...calls.flatMap(call => {
      const times = handed.filter(one => one === call).length
      if (times === 1) return mails.has(call) ? [] : [`INC-${is.number}: page ${call} is said to have left and did not`]
      if (times === 0 && moot.some(entry => entry.data.call === call)) return []
      return [`INC-${is.number}: page ${call} was handed over ${times} times, as the timeline says`]
    }),
  ]
}
