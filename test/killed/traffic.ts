import pg from 'pg'
import type { Waypoint } from '../../src/engine/waypoint.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident, Shift } from '../../src/incident/incident.ts'
import { haproxy } from '../../src/integrations/haproxy/haproxy.ts'
import { endLeases } from '../../src/store/outbox.ts'
import { freshDatabase } from '../database.ts'
import { until } from '../harness.ts'
import { startHaproxy, startWeb, visit } from '../proxies.ts'
import { type Nodes, nodesOn } from './nodes.ts'

/** Where the node that moves traffic dies; `n`: the 5 % or all of it. `watch`: all nodes die while they watch, and the stand-by breaks. */
export interface TrafficPoint {
  at: Extract<Waypoint, 'traffic-begun' | 'traffic-moved'> | 'watch'
  n: number
}

export interface TrafficRound {
  point: TrafficPoint
  shift: Shift
  entries: Entry[]
  /** The weights and states at the proxy are what they were before. */
  isAsBefore: boolean
  failed: number
}

/** Two nodes, one HAProxy, visitors all the while: at each point the node that moves traffic is killed, and the other goes on. */
export async function runTraffic(program: string, points: readonly TrafficPoint[]): Promise<TrafficRound[]> {
  const [database, web, stand] = await Promise.all([freshDatabase(), startWeb('web1'), startWeb('stand')])
  const db = new pg.Pool(database.config)
  const proxy = await startHaproxy(program, [
    `web1 127.0.0.1:${web.port} check weight 100`,
    `stand 127.0.0.1:${stand.port} check disabled`,
  ])
  const nodes = await nodesOn(database.url)
  try {
    await Promise.all([nodes.start(), nodes.start()])
    const settings = { driver: 'haproxy', service: 'default', socket: proxy.socket, backend: 'app', server: 'stand' }
    await nodes.any().admin.put('/api/v1/stand-bys/spare', { ...settings, checkEveryMs: 100, canarySeconds: 1 })
    const person = await nodes.any().admin.post<{ id: string }>('/api/v1/people', { name: 'Ana', role: 'responder' })
    const { token } = (
      await nodes.any().admin.post<{ token: string }>(`/api/v1/people/${person.body.id}/tokens`, { name: 'x' })
    ).body
    const rounds: TrafficRound[] = []
    for (const point of points) {
      rounds.push(
        await round({ nodes, db, token, proxy, breaks: isBroken => (stand.status = isBroken ? 500 : 200) }, point),
      )
      await nodes.start()
    }
    return rounds
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${nodes.log().slice(-3_000)}`, { cause: error })
  } finally {
    await nodes.end()
    await proxy.stop()
    await Promise.all([web.stop(), stand.stop(), db.end()])
    await database.drop()
  }
}

interface Scene {
  nodes: Nodes
  db: pg.Pool
  token: string
  proxy: Awaited<ReturnType<typeof startHaproxy>>
  breaks(isBroken: boolean): void
}

async function round({ nodes, db, token, proxy, breaks }: Scene, point: TrafficPoint): Promise<TrafficRound> {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(nodes.any().url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return (await answer.json()) as T
  }
  const reach = { socket: proxy.socket, backend: 'app' }
  const digestNow = async () => (await haproxy.describe(reach)).digest
  await until(
    async () => (await haproxy.describe(reach)).servers.every(one => one.state !== 'down'),
    'the proxy to see both',
  )
  const before = await digestNow()
  const visitors = visit(proxy.url, 2)
  const { id } = await ask<{ id: string }>('POST', '/api/v1/incidents', {
    title: `${point.at} ${point.n}`,
    severity: 'sev3',
    service: 'default',
  })
  if (point.at !== 'watch') for (const node of nodes.alive()) node.dieAt(point.at, 'move-traffic', point.n)
  await ask('POST', `/api/v1/incidents/${id}/shift-traffic`, { driver: 'haproxy', to: 'spare', share: 100 })
  const shiftNow = async () => (await ask<Incident>('GET', `/api/v1/incidents/${id}`)).shifts?.[0]
  const becomes = (...states: Shift['state'][]) =>
    until(
      async () => {
        const is = await shiftNow().catch(() => undefined)
        return is && states.includes(is.state) ? is : undefined
      },
      `the traffic to be ${states.join(' or ')}`,
      90_000,
    )
  if (point.at === 'watch') {
    await becomes('moved')
    for (const node of nodes.alive()) node.signal('SIGKILL')
    await until(() => nodes.alive().length === 0, 'all nodes to die', 30_000)
    await nodes.start()
    breaks(true)
  } else {
    const alive = nodes.alive().length
    await until(() => nodes.alive().length < alive, 'a node to die', 60_000)
    for (const node of nodes.alive()) node.dieAt()
  }
  await endLeases(db)
  const ends: Shift['state'][] = point.at === 'watch' ? ['reverted'] : ['moved', 'reverted', 'failed']
  const shift = await becomes(...ends)
  const failed = point.at === 'watch' ? 0 : visitors.failed
  breaks(false)
  const { entries } = await ask<{ entries: Entry[] }>('GET', `/api/v1/incidents/${id}/timeline?after=0`)
  if (shift.state === 'moved') {
    await ask('POST', `/api/v1/incidents/${id}/revert-traffic`, { shift: 'X1' })
    await becomes('reverted')
  }
  await visitors.stop()
  const isAsBefore = (await digestNow()) === before
  return { point, shift, entries, isAsBefore, failed }
}
