import { randomUUID } from 'node:crypto'
import type { HostAnswer, HostHello, HostWish } from '../api/host-protocol.ts'
import type { Desk } from '../engine/desk.ts'
import { agentsWereSeen, revokedOf } from '../store/agents.ts'

/** What an agent is asked; who asks it numbers it. */
export type Wish = HostWish extends infer W ? (W extends { wish: string } ? Omit<W, 'wish'> : never) : never

/** The line to an agent that has proven its key. */
export interface HostLine {
  send(wish: HostWish): void
  close(why: string): void
}

/** A host's own agent, connected to this node. */
export interface HostAgent {
  id: string
  /** As it was enrolled; what it calls itself counts for nothing. */
  host: string
  allows: HostHello
  /** Never rejects: a line that is cut, or no answer in time, is a `no` of the code `no-answer`. */
  ask(wish: Wish, id?: string): Promise<HostAnswer>
  heard(answer: HostAnswer): void
  end(why: string): void
}

export interface HostAgents {
  /** It is here; a line of it from before ends. */
  came(agent: { id: string; host: string; allows: HostHello }, line: HostLine): HostAgent
  left(agent: HostAgent): void
  get(id: string): HostAgent | undefined
  /** Those of a host, whose level is at least this. */
  of(host: string, level: number): HostAgent[]
  all(): HostAgent[]
}

/** Longer than what the host itself gives a wish. */
const answerWithinMs = 40_000
const lookForRevokedMs = 400
const seenEachMs = 60_000

const agentsByDesk = new WeakMap<Desk, HostAgents>()

export function hostAgentsOf(desk: Desk): HostAgents {
  const known = agentsByDesk.get(desk)
  if (known) return known
  const made = makeHostAgents(desk)
  agentsByDesk.set(desk, made)
  return made
}

function makeHostAgents(desk: Desk): HostAgents {
  const here = new Map<string, HostAgent>()
  let timers: NodeJS.Timeout[] = []
  const watch = () => {
    if (timers.length > 0) return
    timers = [
      setInterval(() => void endRevoked(desk, here), lookForRevokedMs),
      setInterval(() => void noteSeen(desk, here), seenEachMs),
    ]
  }
  return {
    came(who, line) {
      here.get(who.id)?.end('it came again')
      const agent = hostAgent(who, line)
      here.set(agent.id, agent)
      watch()
      return agent
    },
    left(agent) {
      agent.end('gone')
      if (here.get(agent.id) === agent) here.delete(agent.id)
      if (here.size > 0) return
      timers.forEach(clearInterval)
      timers = []
    },
    get: id => here.get(id),
    of: (host, level) => [...here.values()].filter(one => one.host === host && one.allows.level >= level),
    all: () => [...here.values()],
  }
}

function hostAgent(who: { id: string; host: string; allows: HostHello }, line: HostLine): HostAgent {
  const waiting = new Map<string, (answer: HostAnswer) => void>()
  const answered = (answer: HostAnswer) => {
    waiting.get(answer.wish)?.(answer)
    waiting.delete(answer.wish)
  }
  const unanswered = (wish: string, message: string) => answered({ type: 'no', wish, code: 'no-answer', message })
  return {
    ...who,
    async ask(asked, wish = randomUUID()) {
      const { promise, resolve } = Promise.withResolvers<HostAnswer>()
      waiting.set(wish, resolve)
      const late = setTimeout(() => unanswered(wish, `${who.host} did not answer in time.`), answerWithinMs)
      line.send({ ...asked, wish })
      return promise.finally(() => clearTimeout(late))
    },
    heard: answered,
    end(why) {
      for (const wish of waiting.keys()) unanswered(wish, `The line to ${who.host} ended before it answered.`)
      line.close(why)
    },
  }
}

/** Wherever it was revoked: its line ends within a second. While the database is away nobody can revoke. */
async function endRevoked(desk: Desk, here: Map<string, HostAgent>): Promise<void> {
  const revoked = await revokedOf(desk.db, [...here.keys()]).catch(() => [])
  for (const id of revoked) here.get(id)?.end('revoked')
}

async function noteSeen(desk: Desk, here: Map<string, HostAgent>): Promise<void> {
  await agentsWereSeen(desk.db, [...here.keys()], desk.clock.now()).catch(() => {})
}
