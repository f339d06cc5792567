import { client } from '../api/client.ts'
import type { PolicyShown, Week } from '../api/on-call-week.ts'
import { howLong } from '../incident/how-long.ts'
import { nameIn, weekFrom } from './on-call-week.ts'
import { columns, print } from './print.ts'
import { momentOf, sayWhen } from './when.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  at?: string
  service?: string
  json?: boolean
}

export async function now({ at, service, json }: Options): Promise<void> {
  const when = momentOf(at ?? 'now', '--at', new Date())
  const week = await weekFrom(client(), when)
  if (service === undefined) return print(onCallIn(week, when), json, nowText(week))
  const calls = whomItCalls(week, service)
  print({ at: when, service, ...calls }, json, serviceText(calls))
}

interface OnCall {
  schedule: string
  zone: string
  person: { id: string; name: string } | null
  /** None where it does not end within the time that was looked at. */
  until: string | null
  next: { id: string; name: string } | null
}

/** Who is on at the beginning of this time, and who comes after. */
export function onCallIn(week: Week, at: string): { at: string; onCall: OnCall[] } {
  const who = (id: string | undefined) => (id === undefined ? null : { id, name: nameIn(week, id) })
  const onCall = week.schedules.map(({ schedule, zone, shifts: [first, second] }) => ({
    schedule,
    zone,
    person: who(first?.person),
    until: second ? second.from : null,
    next: who(second?.person),
  }))
  return { at, onCall }
}

export function nowText(week: Week): string {
  if (week.schedules.length === 0)
    return 'There is no schedule: each policy names people. See fireline what-if <service>.'
  const rows = onCallIn(week, '').onCall.map(({ schedule, person, until, next }) => [
    schedule,
    oneLine(person?.name ?? 'nobody'),
    until ? `until ${sayWhen(until)}, then ${oneLine(next?.name ?? 'nobody')}` : '',
  ])
  return columns(rows)
}

interface Calls {
  policy: string
  steps: { afterMs: number; people: string[] }[]
  fallback: string | null
}

/** Whom an incident of this service calls, by the turns at the beginning of this time. */
export function whomItCalls(week: Week, service: string): Calls {
  const policy = week.policies.find(one => one.services.some(({ slug }) => slug === service))
  if (!policy) {
    const known = week.policies.flatMap(one => one.services.map(({ slug }) => slug)).join(', ') || 'none'
    throw new Error(`There is no service ${service}. There is: ${known}.`)
  }
  const said = (whom: PolicyShown['steps'][number]['notify'][number]) => {
    if ('person' in whom) return nameIn(week, whom.person)
    const lane = week.schedules.find(one => one.schedule === whom.schedule)
    return `${nameIn(week, lane?.shifts[0]?.person)} (${whom.schedule})`
  }
  const steps = policy.steps.map(({ afterMs, notify }) => ({ afterMs, people: notify.map(said) }))
  return { policy: policy.policy, steps, fallback: policy.fallback && said(policy.fallback) }
}

function serviceText({ policy, steps, fallback }: Calls): string {
  const rows = steps.map(({ afterMs, people }) => [
    afterMs === 0 ? 'at once' : `+${howLong(afterMs)}`,
    oneLine(people.join(', ')),
  ])
  const last = fallback ? [['at last', oneLine(fallback)]] : []
  return `By the policy ${policy}, until somebody acknowledges:\n${columns([...rows, ...last])}`
}
