import type { HostAnswer } from '../api/host-protocol.ts'
import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Actor, Entry } from '../incident/entry.ts'
import { inTransaction } from '../store/db.ts'
import { type HostAgent, hostAgentsOf, type Wish } from './host-agents.ts'

/** What shows something, and ends. */
export type Looks = Extract<Wish, { type: 'look' | 'run-check' | 'run-step' }>

/** What somebody asked of a host's agent, in an incident. `wish` names it: the same one is done once. */
export interface OnHost {
  wish: string
  incident: string
  agent: string
  by: Actor
  asks: Looks
  /** When it was asked, RFC 3339. */
  at: string
}

/** What became of it: what stands on the timeline now, or the host's no. */
export type CameOf = { entries: Entry[] } | { no: { code: string; message: string } }

const mostRemembered = 500
/** A node that has not heard of it, and hears so late, has started since: whether it ran is in doubt, and it is not run again. */
const freshMs = 60_000
const doneByDesk = new WeakMap<Desk, Map<string, Promise<CameOf>>>()

/** Asks the agent and keeps what it showed as evidence. Asked again by the same `wish`, it answers what came of it the first time. */
export function doOnHost(desk: Desk, asked: OnHost): Promise<CameOf> {
  const done = doneByDesk.get(desk) ?? new Map<string, Promise<CameOf>>()
  doneByDesk.set(desk, done)
  const before = done.get(asked.wish)
  if (before) return before
  const coming = ask(desk, asked)
  done.set(asked.wish, coming)
  const oldest = done.size > mostRemembered ? done.keys().next().value : undefined
  if (oldest) done.delete(oldest)
  return coming
}

async function ask(desk: Desk, asked: OnHost): Promise<CameOf> {
  if (desk.clock.now().getTime() - Date.parse(asked.at) > freshMs)
    return {
      no: { code: 'in-doubt', message: 'It is not known whether this ran. Look at the timeline, then ask anew.' },
    }
  const agent = hostAgentsOf(desk).get(asked.agent)
  if (!agent) return { no: { code: 'no-agent', message: 'The agent of this host is not connected to this node.' } }
  const from = desk.clock.at()
  const answer = await agent.ask(asked.asks, asked.wish)
  if (answer.type === 'no') return { no: { code: answer.code, message: answer.message } }
  if (answer.type !== 'did') return { no: { code: 'failed', message: `${agent.host} answered something else.` } }
  return { entries: await keep(desk, asked, agent, answer, from) }
}

type Did = Extract<HostAnswer, { type: 'did' }>

/** What it showed is evidence with its digest; a check or a step is an entry beside it that names the digest. */
async function keep(desk: Desk, { incident, by, asks }: OnHost, agent: HostAgent, did: Did, from: string) {
  const told = (body: object) => ({ id: newId(desk.clock.now()), by, at: desk.clock.at(), body })
  return inTransaction(desk.db, async tx => {
    const kept = await handle(
      desk,
      tx,
      incident,
      told(evidenceOf(asks, agent.host, did, [from, desk.clock.at()])),
      'add-evidence',
    )
    if ('code' in kept) throw new Error(kept.message)
    const evidence = kept.entries.find(entry => entry.type === 'EvidenceAdded')
    const ran = ranOf(asks, { host: agent.host, exitCode: did.exitCode, digest: evidence?.data.digest ?? '' })
    if (!ran) return kept.entries
    const noted = await handle(desk, tx, incident, told(ran.body), ran.command)
    if ('code' in noted) throw new Error(noted.message)
    return [...kept.entries, ...noted.entries]
  })
}

function evidenceOf(asks: Looks, host: string, { shown, exitCode, ended }: Did, [from, to]: [string, string]): object {
  const end = { time: '\n(it was ended after its time)', signal: '\n(it was ended by a signal)' }
  const text = `${shown}${ended ? end[ended] : ''}`
  if (asks.type === 'look')
    return { source: `log ${asks.log} on ${host}`, kind: 'file', text, from: asks.from, to: asks.to }
  const what = asks.type === 'run-check' ? `check ${asks.check}` : `step ${asks.step} of ${asks.page}`
  return { source: host, kind: 'command', command: what, text, exitCode: exitCode ?? -1, from, to }
}

type Ran = { host: string; exitCode?: number; digest: string }

function ranOf(asks: Looks, ran: Ran): { command: string; body: object } | undefined {
  if (asks.type === 'run-check') return { command: 'check-ran', body: { ...ran, check: asks.check } }
  if (asks.type === 'run-step') return { command: 'step-ran', body: { ...ran, page: asks.page, step: asks.step } }
  return undefined
}
