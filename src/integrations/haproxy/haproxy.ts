import {
  type Observed,
  type Reach,
  type Step,
  type TrafficDriver,
  TrafficTrouble,
} from '../../steps/change/traffic-driver.ts'
import { addressed, isStep, named, order } from './commands.ts'
import { observe } from './observe.ts'
import { prove } from './prove.ts'
import { type Counted, readServers, viewOf } from './read-servers.ts'
import { stepsBack, stepsTo } from './shares.ts'
import { keepState } from './state.ts'

/** HAProxy 2.4 and later, over its runtime socket (`stats socket … level admin`): nothing is restarted and no connection is cut. */
export const haproxy: TrafficDriver = {
  name: 'haproxy',
  persistent: 'after-paste',
  cuts: 'no request is cut',
  async describe(reach) {
    const { socket, backend } = at(reach)
    return viewOf(backend, await readServers(socket, backend))
  },
  dryRun: stepsTo,
  wayBack: stepsBack,
  async add(reach, { name, address }) {
    const { socket, backend } = at(reach)
    const server = `${backend}/${named(name, 'server')}`
    const there = (await readServers(socket, backend)).find(one => one.name === name)
    if (there && there.address !== address) throw new TrafficTrouble(`${name} is there already, as ${there.address}.`)
    if (there?.state === 'ready' || there?.state === 'drain') return
    // In this order, or a server that nobody looked at yet counts as up: drained first, then looked at.
    if (!there) await order(socket, `add server ${server} ${addressed(address)} check`)
    await order(socket, `set server ${server} state drain`)
    if (!there) await order(socket, `enable health ${server}`)
  },
  prove: async (reach, server, passes, signal) => prove(at(reach), server, passes, signal),
  share: async (reach, steps, signal) => carryOut(reach, steps, signal, guard),
  async drain(reach, server, signal) {
    const { socket, backend } = at(reach)
    const steps: Step[] = [
      { says: '', command: `set server ${backend}/${named(server, 'server')} state drain`, to: server },
    ]
    for (const { command } of steps) {
      await guard(socket, backend, command)
      await order(socket, command)
    }
    for (;;) {
      const left = (await readServers(socket, backend)).find(one => one.name === server)?.sessions ?? 0
      if (left === 0) return
      if (signal.aborted) throw new TrafficTrouble(`${server} still has ${left} requests under way.`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  },
  async state(reach) {
    const { socket, backend } = at(reach)
    return keepState(socket, await readServers(socket, backend), reach['stateFile'])
  },
  revert: async (reach, token, signal) => carryOut(reach, token.steps, signal),
}

/** `checkEveryMs` is the `inter` of the servers; 2 s is HAProxy's own default. */
function at(reach: Reach) {
  const { socket = '', checkEveryMs } = reach
  const everyMs = Number(checkEveryMs || 2_000)
  if (!(everyMs > 0)) throw new TrafficTrouble('How often the proxy looks is no number of milliseconds.')
  return { socket, backend: named(reach['backend'], 'backend'), everyMs }
}

type Guard = (socket: string, backend: string, command: string) => Promise<void>

async function carryOut(reach: Reach, steps: readonly Step[], signal: AbortSignal, allow?: Guard): Promise<Observed> {
  const { socket, backend } = at(reach)
  const odd = steps.find(({ command }) => !isStep(command, backend))
  if (odd) throw new TrafficTrouble(`That is no step of a move in ${backend}; nothing was sent.`)
  const began = performance.now()
  for (const [n, { command }] of steps.entries()) {
    if (signal.aborted) throw new TrafficTrouble(`Stopped after ${n} of ${steps.length} steps.`)
    await allow?.(socket, backend, command)
    await order(socket, command)
  }
  const seen = await observe(socket, backend, steps[0]?.to ?? '', signal)
  return { ...seen, tookMs: Math.round(performance.now() - began) }
}

/** Asked right before each step: who fails its looks gets nothing, and the last one who is up is not drained. */
async function guard(socket: string, backend: string, command: string): Promise<void> {
  const [, name, set] = /\/(\S+) (.*)$/.exec(command) ?? []
  const servers = await readLookedAt(socket, backend, name)
  const one = servers.find(server => server.name === name)
  if (!one) throw new TrafficTrouble(`There is no server ${name} in ${backend}.`)
  if (set === 'state ready' && one.state !== 'ready' && !one.passes)
    throw new TrafficTrouble(`${name} fails the proxy's looks, or is not looked at: it gets no request.`)
  const isTaken = set === 'state drain' || set === 'state maint' || set === 'weight 0'
  const others = servers.filter(server => server.name !== name && server.state === 'ready' && server.weight > 0)
  if (isTaken && one.state === 'ready' && others.length === 0)
    throw new TrafficTrouble(`${name} is the only one that is up in ${backend}: it is not drained.`)
}

const lookLastsMs = 1_000

/** While it looks at a server HAProxy tells no result: that look is waited for, and one that takes too long is none. */
async function readLookedAt(socket: string, backend: string, name: string | undefined): Promise<Counted[]> {
  const end = performance.now() + lookLastsMs
  for (;;) {
    const servers = await readServers(socket, backend)
    const isUnderWay = servers.some(server => server.name === name && server.isBeingLookedAt)
    if (!isUnderWay || performance.now() > end) return servers
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
