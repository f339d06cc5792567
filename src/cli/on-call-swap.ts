import { type Client, client } from '../api/client.ts'
import type { Week } from '../api/on-call-week.ts'
import type { Swap, SwapState } from '../roster/swap.ts'
import { peopleNamed, whoIAm } from './on-call-people.ts'
import { type SpanOptions, spanSaid } from './on-call-span.ts'
import { farthestMs, laneOf, nameIn, shiftOf, weekFrom } from './on-call-week.ts'
import { print } from './print.ts'
import { momentOf, saySpan } from './when.ts'
import { oneLine } from './which-incident.ts'

interface Options extends SpanOptions {
  ask?: string[]
  inReturn?: string
  note?: string
  json?: boolean
}

type Shown = Swap & { state: SwapState }

export async function swap(schedule: string, { ask = [], inReturn, note, json, ...said }: Options): Promise<void> {
  const [api, now] = [client(), new Date()]
  const me = await whoIAm(api)
  const asked = await peopleNamed(api, ask)
  const week = await weekFrom(api, now.toISOString(), farthestMs)
  const body = {
    schedule,
    ...myTime(week, { schedule, me: me.id, said, now }),
    ...(asked.length > 0 && { ask: asked.map(one => one.id) }),
    ...(inReturn && { inReturn: theirTime(week, schedule, asked, momentOf(inReturn, '--in-return', now)) }),
    note,
  }
  const made = await api.post<Shown>('/api/v1/swaps', body)
  print(made, json, `Asked ${askedNames(week, made)}: ${lineOf(made)}. It is yours until somebody says yes.`)
}

interface Mine {
  schedule: string
  me: string
  said: SpanOptions
  now: Date
}

/** What is given away: as it was said, or the shift of mine that it begins in, or my next one. */
export function myTime(week: Week, { schedule, me, said, now }: Mine): { from: string; to: string } {
  const { from, to } = spanSaid(said, now)
  if (from !== undefined && to !== undefined) return { from, to }
  const shift = shiftOf(laneOf(week, schedule), me, from, now.toISOString())
  if (!shift) throw new Error(`You have no shift on ${schedule} ${from ? 'then' : 'that is still to come'}.`)
  return { from: from ?? shift.from, to: to ?? shift.to }
}

function theirTime(week: Week, schedule: string, asked: { id: string; name: string }[], at: string) {
  const [only, ...others] = asked
  if (!only || others.length > 0) throw new Error('--in-return: ask one person alone (--ask) for an exchange.')
  const shift = shiftOf(laneOf(week, schedule), only.id, at, at)
  if (!shift) throw new Error(`--in-return: ${oneLine(only.name)} is not on call on ${schedule} then.`)
  return { from: shift.from, to: shift.to }
}

export async function swaps({ json }: { json?: boolean }): Promise<void> {
  const api = client()
  const { swaps } = await api.get<{ swaps: Shown[] }>('/api/v1/swaps')
  const week = await weekFrom(api, new Date().toISOString(), 60_000)
  const lines = swaps.map(
    one => `${one.id}  ${one.state}  ${oneLine(nameIn(week, one.asker))} asks ${askedNames(week, one)}: ${lineOf(one)}`,
  )
  print({ swaps }, json, lines.join('\n') || 'Nobody asks for a swap.')
}

export type SwapAnswer = 'take' | 'decline' | 'withdraw'

const done = {
  take: 'You are on call then',
  decline: 'You said that you cannot',
  withdraw: 'You took it back, it is still yours',
}

export async function answer(what: SwapAnswer, named: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const api = client()
  const id = named ?? (await theOne(api, what))
  const swap = await api.post<Shown>(`/api/v1/swaps/${encodeURIComponent(id)}/${what}`)
  print(swap, json, `${done[what]}: ${lineOf(swap)}.`)
}

/** The one question that waits for this answer of mine. */
async function theOne(api: Client, what: SwapAnswer): Promise<string> {
  const me = await whoIAm(api)
  const { swaps } = await api.get<{ swaps: Shown[] }>('/api/v1/swaps')
  const open = swaps.filter(one => ['open', 'declined'].includes(one.state))
  const [only, ...others] = open.filter(one =>
    what === 'withdraw' ? one.asker === me.id : one.asked.some(asked => asked.person === me.id && !asked.declinedAt),
  )
  if (!only)
    throw new Error(what === 'withdraw' ? 'You asked for no swap that is open.' : 'Nobody asks you for a swap.')
  if (others.length > 0) throw new Error('There are several; say which: fireline on-call swaps lists them.')
  return only.id
}

const askedNames = (week: Week, { asked }: Swap): string =>
  oneLine(asked.map(({ person, declinedAt }) => `${nameIn(week, person)}${declinedAt ? ' (cannot)' : ''}`).join(', '))

const lineOf = (swap: Swap): string =>
  oneLine(
    [
      `${swap.schedule}, ${saySpan(swap)}`,
      ...(swap.inReturn ? [`in return ${saySpan(swap.inReturn)}`] : []),
      ...(swap.note ? [`“${swap.note}”`] : []),
    ].join(', '),
  )
