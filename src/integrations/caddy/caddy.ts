import { connect } from 'node:net'
import {
  type Observed,
  type Reach,
  type Server,
  type Step,
  type TrafficDriver,
  TrafficTrouble,
  type View,
} from '../../steps/change/traffic-driver.ts'
import { ask } from './admin.ts'
import { stepsBack, stepsTo } from './upstreams.ts'

/**
 * Caddy 2 over its admin API. `handler` is the `@id` of a reverse_proxy; a server's name is its address there. Caddy counts no requests
 * by server, so what is observed is the list that is in force: `requests` stays 0.
 */
export const caddy: TrafficDriver = {
  name: 'caddy',
  persistent: 'after-paste',
  cuts: 'about 2 in 1,000 requests under way are cut at each change',
  describe,
  dryRun: stepsTo,
  wayBack: stepsBack,
  async add(_, { name, address }) {
    if (name !== address) throw new TrafficTrouble("In Caddy a server's name is its address.")
    await dialled(address)
  },
  async prove(_, server, passes, signal) {
    for (let well = 0; ; ) {
      const why = await dialled(server).then(
        () => undefined,
        (error: Error) => error.message,
      )
      well = why === undefined ? well + 1 : 0
      if (well >= passes) return { passes: well, ok: true, says: `${server} was dialled ${well} times from Fireline.` }
      if (signal.aborted) return { passes: well, ok: false, says: why ?? `${server} was well ${well} times only.` }
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  },
  share: (reach, steps, signal) => carryOut(reach, steps, signal, 'looks first'),
  async drain(reach, server, signal) {
    const view = await describe(reach)
    await carryOut(reach, stepsTo(view, { to: server, percent: 0 }), signal)
    while ((await underWay(reach, server)) > 0) {
      if (signal.aborted) throw new TrafficTrouble(`${server} still has requests under way.`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  },
  async state(reach) {
    const { servers, backend } = await describe(reach)
    const list = servers.flatMap(one => Array.from({ length: one.weight }, () => one.address))
    return `reverse_proxy ${list.join(' ')}   # ${backend}; a reload from the Caddyfile forgets it otherwise`
  },
  revert: (reach, token, signal) => carryOut(reach, token.steps, signal),
}

async function describe(reach: Reach): Promise<View> {
  const { admin, handler, server } = at(reach)
  const { status, text, etag } = await ask(admin, 'GET', `/id/${handler}/upstreams`)
  if (status !== 200) throw new TrafficTrouble(`Caddy knows no handler with "@id": "${handler}" that has upstreams.`)
  const dials = dialsIn(text)
  if (!etag || !dials) throw new TrafficTrouble('Caddy says no list of upstreams.')
  const all = [...new Set([...dials, ...(server ? [server] : [])])]
  const seen = all.map((dial): Server => {
    const weight = dials.filter(one => one === dial).length
    return { name: dial, address: dial, state: weight > 0 ? 'ready' : 'drain', weight, requests: 0, errors: 0 }
  })
  return { backend: `/id/${handler}`, servers: seen, digest: etag }
}

function dialsIn(text: string): string[] | undefined {
  try {
    const read: unknown = JSON.parse(text)
    if (!Array.isArray(read)) return undefined
    const dials = read.map((one: { dial?: unknown } | null) => one?.dial)
    return dials.every(one => typeof one === 'string') ? dials : undefined
  } catch {
    return undefined
  }
}

async function underWay(reach: Reach, server: string): Promise<number> {
  const { text } = await ask(at(reach).admin, 'GET', '/reverse_proxy/upstreams')
  try {
    const read = JSON.parse(text) as { address: string; num_requests: number }[] | null
    return read?.find(one => one.address === server)?.num_requests ?? 0
  } catch {
    throw new TrafficTrouble('Caddy does not say what is under way.')
  }
}

const changes = /^PATCH (\/id\/[A-Za-z0-9_.-]+)\/upstreams(?: If-Match: ("[^"\r\n]{1,300}"))?$/

async function carryOut(
  reach: Reach,
  steps: readonly Step[],
  signal: AbortSignal,
  how?: 'looks first',
): Promise<Observed> {
  const { admin, handler } = at(reach)
  const began = performance.now()
  for (const { command, body = '' } of steps) {
    const [, id, ifMatch] = changes.exec(command) ?? []
    const dials = dialsIn(body)
    if (id !== `/id/${handler}` || !dials?.length)
      throw new TrafficTrouble('That is no change of this list; nothing was sent.')
    if (signal.aborted) throw new TrafficTrouble('Stopped before the change was sent.')
    // Caddy takes any address and says 200: only a dial tells whether somebody is there.
    if (how === 'looks first') for (const dial of new Set(dials)) await dialled(dial)
    const { status, text } = await ask(admin, 'PATCH', `${id}/upstreams`, { body, ifMatch })
    if (status === 412)
      throw new TrafficTrouble('Somebody else changed the proxy meanwhile; nothing was changed. Look again.')
    if (status !== 200)
      throw new TrafficTrouble(`Caddy refuses it: ${status} ${text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 200)}`)
  }
  const { servers } = await describe(reach)
  const all = servers.reduce((sum, one) => sum + one.weight, 0)
  const own = servers.find(one => one.name === steps[0]?.to)?.weight ?? 0
  return { share: (100 * own) / all, requests: 0, errors: 0, tookMs: Math.round(performance.now() - began) }
}

/** Whether anybody listens there. */
async function dialled(address: string): Promise<void> {
  const [, host = '', port = ''] = /^\[?([A-Za-z0-9_.:-]+?)\]?:(\d{1,5})$/.exec(address) ?? []
  if (!host || Number(port) > 65_535)
    throw new TrafficTrouble('That is no address: a host and a port, like 10.0.0.7:8080.')
  return new Promise((resolve, reject) => {
    const line = connect({ host, port: Number(port) })
    const fail = () => reject(new TrafficTrouble(`Nobody answers at ${address}: it gets no request.`))
    line.setTimeout(2_000, () => line.destroy(new Error('too slow')))
    line.on('error', fail)
    line.on('connect', () => {
      line.destroy()
      resolve()
    })
  })
}

function at(reach: Reach) {
  const { admin = '', handler = '', server } = reach
  if (!admin.startsWith('http://') || !URL.canParse(admin))
    throw new TrafficTrouble("Caddy's admin address is an http:// URL.")
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(handler)) throw new TrafficTrouble('That is no "@id" of a handler.')
  return { admin, handler, server }
}
