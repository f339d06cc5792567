import { type Ask, type Decision, isRefusal, type Refusal } from '../incident/decision.ts'
import { type Entry, fireline } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { type Obligation, type ObligationBody, reactBy } from '../incident/obligation.ts'
import { replay } from '../incident/replay.ts'
import { keepClaims } from '../store/claims.ts'
import { behind, inSavepoint, type Tx } from '../store/db.ts'
import { type Owing, owe } from '../store/outbox.ts'
import { append } from '../store/timeline.ts'
import { leavesNow } from './call.ts'
import type { Desk } from './desk.ts'
import { newId } from './id.ts'
import type { Knowing } from './known-for.ts'
import { type Leased, leaseMs, ownClocks } from './lease-time.ts'
import { reason } from './log.ts'
import type { ReadyCall } from './ready-calls.ts'

/** What one ask came to, with all that was asked at once because of it. */
export interface Done {
  /** Its own. */
  entries: Entry[]
  is: Incident
  /** Of the last entry appended here, when there is any. */
  last?: { hash: string; at: string }
  /** Leased as they were owed; begun once they are committed. */
  born: Leased[]
}

/** Where it is done. */
export interface Within {
  desk: Desk
  tx: Tx
  know: Knowing
}

/** So many asks follow from each other at once: opening, escalation, and a step behind it. */
const mostDeep = 3

/**
 * Decides, appends, and owes what follows. A timer that pages somebody now is asked here and not owed first: the page is owed in the
 * transaction of what it is for.
 */
export async function carryOut(
  within: Within,
  was: Done,
  ask: Ask<unknown>,
  command: string,
  depth = 0,
): Promise<Done | Refusal> {
  const { desk, tx } = within
  const decision = await decideNow(within, was.is, ask, command)
  if (isRefusal(decision)) return decision
  if (decision.length === 0) return { ...was, entries: [], born: [] }
  const stamped = decision.map(event => ({ id: newId(desk.clock.now()), by: ask.by, at: ask.at, event }))
  const { entries, hash } = await append(tx, was.is.id, was.is.seq, stamped, was.last)
  const is = replay(entries, was.is)
  await behind(tx, keepClaims(tx, entries, is))
  const done: Done = { entries, is, last: { hash, at: entries.at(-1)?.at ?? ask.at }, born: [] }
  const owing: Owing[] = []
  for (const one of whatFollows(desk, was.is, entries)) {
    const isAtOnce = depth < mostDeep && pagesNow(one.owed, desk.clock.at())
    owing.push({ ...one, isDone: isAtOnce && (await askedAtOnce(within, done, one.owed, depth)) })
  }
  await behind(
    tx,
    oweAndTake(desk, tx, is, owing).then(born => done.born.push(...born)),
  )
  return done
}

async function decideNow({ desk, know }: Within, was: Incident, ask: Ask<unknown>, command: string): Promise<Decision> {
  const decide = desk.road[command]
  if (!decide) throw new Error(`no decision for ${command}`)
  return decide(was, ask as Ask<never>, await know(was, ask, decide.knows ?? []))
}

function whatFollows(desk: Desk, was: Incident, entries: Entry[]): Owing[] {
  let is = was
  return entries.flatMap(entry => {
    is = replay([entry], is)
    return desk.reactions.flatMap(reactions => reactBy(reactions, entry, is)).map(owed => ({ entry: entry.id, owed }))
  })
}

/** Others that are due, like asking authors, wait for their turn and hold up no page. */
const paging: readonly string[] = ['escalate', 'page-again']
const pagesNow = ({ kind, body, dueAt }: Obligation, now: string) =>
  kind === 'ask' && paging.includes(body.command) && dueAt <= now

/** False when it could not be carried out: nothing of it stands, and it is owed like any timer. What caused it stands all the same. */
async function askedAtOnce(within: Within, done: Done, owed: Obligation, depth: number): Promise<boolean> {
  const { desk, tx } = within
  const { command, body } = owed.body as ObligationBody['ask']
  const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body }
  try {
    const further = await inSavepoint(tx, () => carryOut(within, done, ask, command, depth + 1))
    if ('code' in further) return true
    done.is = further.is
    done.last = further.last
    done.born.push(...further.born)
    return true
  } catch (error) {
    desk.log.error('a timer that is due could not be carried out at once; it is owed', {
      command,
      reason: reason(error),
    })
    return false
  }
}

/** How many were born leased in a transaction so far: a storm is applied in one, and must not begin all at once. */
const bornIn = new WeakMap<Tx, number>()

/** As many calls as this node could begin now are leased as they are owed. */
async function oweAndTake(desk: Desk, tx: Tx, is: Incident, owing: readonly Owing[]): Promise<Leased[]> {
  const [now, at, from] = [desk.clock.now(), desk.clock.at(), ownClocks()]
  const places = desk.placesFor?.('call') ?? 0
  const takesOneMore = () => {
    const born = bornIn.get(tx) ?? 0
    if (born < places) bornIn.set(tx, born + 1)
    return born < places
  }
  const mine = new Set(owing.filter(({ owed }) => owed.kind === 'call' && owed.dueAt <= at && takesOneMore()))
  const born = { node: desk.node, until: new Date(now.getTime() + leaseMs), mine }
  const [rows, ready] = await Promise.all([owe(tx, is.id, owing, now, born), readyNow(desk, tx, is, [...mine])])
  return rows.map(row => ({ row, from, isNew: true, ready: ready.get(row.key) }))
}

/** By key; a call that is not ready is made so when it is performed. */
async function readyNow(desk: Desk, tx: Tx, is: Incident, mine: readonly Owing[]): Promise<Map<string, ReadyCall>> {
  const leaving = mine.flatMap(({ owed }) => {
    const call = owed.kind === 'call' ? is.calls.find(one => one.id === owed.body.call) : undefined
    return owed.kind === 'call' && call && leavesNow(desk, is, call)
      ? [{ key: owed.key, body: owed.body, is, call, repeat: false }]
      : []
  })
  if (leaving.length === 0 || !desk.readyCalls) return new Map()
  const ready = await desk.readyCalls(desk, tx, leaving, 'tries')
  return new Map(
    leaving.flatMap(({ key, call }) => {
      const one = ready.get(call.id)
      return one ? [[key, one]] : []
    }),
  )
}
