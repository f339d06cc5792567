import { setTimeout as pause } from 'node:timers/promises'
import type { FirelinePeer } from '../intake/peers.ts'
import { auditShareOn } from './auditor.ts'
import { databaseOf, owePages } from './owed.ts'
import type { Sink } from './sink.ts'

export interface Drained {
  pages: number
  seconds: number
  perSecond: number
  /** CPU of each, PostgreSQL counted. */
  cpuMsEach: number
  /** Messages that came twice. */
  repeats: number
  beforeMiB: number
  mostMiB: number
}

/** What is under way at once is bounded, so what is owed may be any number. */
const mostMoreMiB = 300
const pages = 10_000
const people = 2_000
const patienceMs = 60_000

/** So many pages owed at once, to people with room for them: until the last has left, or for a minute. */
export async function drain(peer: FirelinePeer, sink: Sink, note: (what: string) => void): Promise<Drained> {
  const { incidents } = await peer.get<{ incidents: { id: string }[] }>('/api/v1/incidents?status=open')
  const db = await databaseOf(peer.dataDir)
  const [beforeMiB, before] = [peer.residentMiB(), sink.times.length]
  const idsBefore = sink.ids.size
  const original = incidents[0]?.id ?? ''
  await db.query(`select set_config('bench.sink', $1, false)`, [sink.url])
  await owePages(db, original, pages, people)
  await db.end()
  note('owed')
  let mostMiB = beforeMiB
  const cpu = peer.cpu()
  const end = performance.now() + patienceMs
  while (sink.ids.size - idsBefore < pages && performance.now() < end) {
    await pause(100)
    mostMiB = Math.max(mostMiB, peer.residentMiB())
  }
  if (mostMiB - beforeMiB > mostMoreMiB)
    throw new Error(`the server's memory grew from ${beforeMiB} to ${mostMiB} MiB while it drained`)
  const times = sink.times.slice(before)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000
  const came = sink.ids.size - idsBefore
  const cpuMsEach = ((peer.cpu() - cpu) * 1_000) / came
  return {
    pages: came,
    seconds,
    perSecond: came / seconds,
    cpuMsEach,
    repeats: times.length - came,
    beforeMiB,
    mostMiB,
  }
}

export interface Escalated {
  openIncidents: number
  seconds: number
  /** Of one core, PostgreSQL counted, while the timers of all of them wait. */
  share: number
  /** The part of it that looks whether every page left. */
  auditShare: number
}

const watchSeconds = 20
/** The auditor reads every new timeline once, within ten seconds. */
const settleMs = 15_000

/** What it costs that so many incidents are open and each waits for its next step. */
export async function escalation(peer: FirelinePeer): Promise<Escalated> {
  const db = await databaseOf(peer.dataDir)
  const open = async () =>
    (await db.query<{ n: string }>(`select count(*) as n from incident_head where status <> 'resolved'`)).rows[0]?.n
  const openIncidents = Number(await open())
  // What the load left behind is no part of it.
  await db.query(`update obligation set state = 'failed' where kind in ('call', 'told-together') and state = 'owed'`)
  await db.query('checkpoint')
  await pause(settleMs)
  const [cpu, from] = [peer.cpu(), performance.now()]
  await pause(watchSeconds * 1_000)
  const seconds = (performance.now() - from) / 1_000
  const share = (peer.cpu() - cpu) / seconds
  await db.end()
  return { openIncidents, seconds, share, auditShare: await auditShareOn(peer.dataDir) }
}
