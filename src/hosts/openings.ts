import type { Principal } from '../access/may.ts'
import type { HostAnswer } from '../api/host-protocol.ts'
import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Refusal } from '../incident/decision.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import { addOpening, agentOfTerminal, dropOpening, openingHolds } from '../store/openings.ts'
import { newSecret } from '../store/tokens.ts'
import type { Opening, SignedOpening } from '../terminal/opening.ts'
import { type HostAgent, hostAgentsOf } from './host-agents.ts'
import { noAgent, openingRefused } from './opening-refusals.ts'

/** What somebody was given to sign, until they do: on the node that their host's agent dialled. */
export interface AskedOpening {
  id: string
  host: string
  agent: string
  incident: string
  terminal: string
  /** They want to type in a shell that is open already. */
  joins?: true
  person: string
}

type Question = Extract<HostAnswer, { type: 'question' }>
export type ToSign = AskedOpening & Pick<Question, 'nonce' | 'notAfter' | 'accounts'>

const keptMs = 2 * 60_000
const asked = new WeakMap<Desk, Map<string, Kept>>()

interface Kept {
  toSign: ToSign
  /** Asked twice for the same one, because an answer was lost: the host hears of it once. */
  outcome?: Promise<Outcome>
}

type Outcome = Refusal | { terminal: string; host: string }

/** Asks the host what is to be signed; without its agent, or where its file allows no shells, that is said. */
export async function askOpening(desk: Desk, wanted: AskedOpening): Promise<ToSign | Refusal> {
  const agent = hostAgentsOf(desk).get(wanted.agent)
  if (!agent) return noAgent(wanted.host)
  const { incident, terminal, joins } = wanted
  const answer = await agent.ask({ type: 'ask-opening', incident, terminal, ...(joins && { joins }) })
  if (answer.type !== 'question') return openingRefused(wanted.host, answer)
  const { nonce, notAfter, accounts } = answer
  const toSign = { ...wanted, nonce, notAfter, accounts }
  const all = askedAt(desk)
  all.set(wanted.id, { toSign })
  setTimeout(() => all.delete(wanted.id), keptMs).unref()
  return toSign
}

/** Agents at this node whose host opens shells for who is listed there. */
export const openersHere = (desk: Desk): HostAgent[] =>
  hostAgentsOf(desk)
    .all()
    .filter(({ allows }) => allows.level >= 4 && allows.shell)

/** Which agent opens it: one of this host that allows shells, or the one that opened the terminal they want to type in. */
export async function openerOf(
  desk: Desk,
  tx: Tx,
  { host, terminal }: { host: string; terminal?: string },
): Promise<HostAgent | undefined> {
  const opened = terminal ? await agentOfTerminal(tx, terminal) : undefined
  if (terminal) return opened && hostAgentsOf(desk).get(opened.agent)
  const isMeant = (agent: HostAgent) => agent.host.toLowerCase() === host.toLowerCase()
  return openersHere(desk).find(isMeant)
}

/** What this person was given to sign and has not sent yet. */
export function askedOpening(desk: Desk, id: string, person: string): ToSign | undefined {
  const kept = askedAt(desk).get(id)
  return kept?.outcome || kept?.toSign.person !== person ? undefined : kept.toSign
}

/** Before the host hears of it, its keeper is known: it dials in by this ticket. A join has none, for its keeper is here. */
export async function writeOpening(desk: Desk, tx: Tx, one: ToSign, account: string): Promise<{ ticket: string }> {
  const ticket = newSecret('fl_shell')
  if (!one.joins) await addOpening(tx, { ...one, account, at: desk.clock.now() }, ticket)
  return { ticket }
}

export interface Signed {
  account: string
  sessionKey: string
  signed: SignedOpening
}

/** Undefined when it is not known here any more. */
export function openSigned(
  desk: Desk,
  id: string,
  who: Principal & { kind: 'person' },
  signed: Signed & { ticket: string },
): Promise<Outcome> | undefined {
  const kept = askedAt(desk).get(id)
  if (kept?.toSign.person !== who.id) return undefined
  kept.outcome ??= open(desk, kept.toSign, who, signed)
  return kept.outcome
}

/** What the person signed goes to the host, which alone decides; what came of it stands on the timeline. */
async function open(
  desk: Desk,
  one: ToSign,
  who: Principal & { kind: 'person' },
  { account, sessionKey, signed, ticket }: Signed & { ticket: string },
): Promise<Outcome> {
  const { id, host, incident, terminal, nonce, notAfter, joins } = one
  const opening: Opening = { host, account, incident, terminal, nonce, person: who.id, sessionKey, notAfter }
  const answer = await hostAgentsOf(desk).get(one.agent)?.ask({ type: 'open-shell', opening, signed, ticket })
  if (answer?.type !== 'opened') {
    await dropOpening(desk.db, id)
    return answer ? openingRefused(host, answer) : noAgent(host)
  }
  const { key } = answer
  const now = desk.clock.now()
  await inTransaction(desk.db, async tx => {
    await openingHolds(tx, { id, key, at: now })
    const by = { kind: 'person' as const, id: who.id, name: who.name }
    const body = { host, account, terminal, key, ...(joins && { joins }) }
    await handle(desk, tx, incident, { id: newId(now), by, at: desk.clock.at(), body }, 'shell-opened')
  })
  return { terminal, host }
}

function askedAt(desk: Desk): Map<string, Kept> {
  const known = asked.get(desk)
  if (known) return known
  const made = new Map<string, Kept>()
  asked.set(desk, made)
  return made
}
