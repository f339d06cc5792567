import { newId } from '../../src/engine/id.ts'
import { offerStandBys } from '../../src/hosts/offer-stand-bys.ts'
import { fireline } from '../../src/incident/entry.ts'
import type { EventData, EventType, IncidentEvent, TrafficCheck } from '../../src/incident/events.ts'
import { replay } from '../../src/incident/replay.ts'
import { capacity, checksOf, type Found } from '../../src/steps/change/traffic-checks.ts'
import { inTransaction } from '../../src/store/db.ts'
import { saveHead } from '../../src/store/head.ts'
import { append, holdTimeline, readTimeline } from '../../src/store/timeline.ts'
import { type Haproxy, startHaproxy, startWeb, type Web } from '../proxies.ts'
import { requireProgram } from '../real-program.ts'
import type { Name, Night } from './night.ts'

/** The incident that it is told in. */
export const there = { incident: '', number: 0 }
const parts: { proxy?: Haproxy; webs: Web[] } = { webs: [] }

/** Two stand-bys are named for the front of the shop: one behind a real HAProxy and proven, one behind a Caddy that is not there. */
export async function named({ world, people, clock }: Night): Promise<void> {
  await clock('13:05:00')
  const webs = await Promise.all([startWeb('web1'), startWeb('web2'), startWeb('spare')])
  const [web1, web2, spare] = webs.map(({ port }) => `127.0.0.1:${port}`)
  const proxy = await startHaproxy(requireProgram('haproxy') ?? '', [
    `web1 ${web1} check weight 100`,
    `web2 ${web2} check weight 100`,
    `spare ${spare} check weight 100 disabled`,
  ])
  Object.assign(parts, { proxy, webs })
  await world.admin.put('/api/v1/services/shop-web', { name: 'Shop, the front', owner: 'Team Shop' })
  const haproxy = { driver: 'haproxy', socket: proxy.socket, backend: 'app', server: 'spare', checkEveryMs: 100 }
  await people.noor.put('/api/v1/stand-bys/shop-b', { ...haproxy, service: 'shop-web', stateFile: proxy.stateFile })
  await people.noor.post('/api/v1/stand-bys/shop-b/prove')
  const caddy = { driver: 'caddy', admin: 'http://127.0.0.1:9', handler: 'shop', server: '127.0.0.1:9' }
  await people.noor.put('/api/v1/stand-bys/shop-edge', { ...caddy, service: 'shop-web', offerAfterMinutes: 30 })
  await people.noor.post('/api/v1/stand-bys/shop-edge/prove')
}

/** A quarter of an hour of fire: Mira leads, Ben is there. */
export async function offered(night: Night): Promise<void> {
  const { people, clock, world } = night
  await clock('15:02:10')
  const opened = { title: 'The shop answers with errors', severity: 'sev1', service: 'shop-web' }
  const { body } = await people.mira.post<{ id: string; number: number }>('/api/v1/incidents', opened)
  Object.assign(there, { incident: body.id, number: body.number })
  const at = `/api/v1/incidents/${body.id}`
  await people.mira.post(`${at}/acknowledge`)
  await people.ben.post(`${at}/join`)
  await people.ben.post(`${at}/add-evidence`, { source: 'web-1', kind: 'paste', text: '502 from 31 % of requests' })
  await clock('15:17:30')
  await offerStandBys(world.fireline.desk)
}

/** As the mover and the watch tell it, each in its second. */
const says =
  <T extends EventType>(time: string, type: T, data: EventData[T], by?: Name) =>
  async ({ clock, world, people }: Night): Promise<void> => {
    await clock(time)
    const { desk } = world.fireline
    const who = by
      ? { kind: 'person' as const, id: people[by].id, name: by.charAt(0).toUpperCase() + by.slice(1) }
      : fireline
    const event = { type, v: 1, data } as IncidentEvent
    const stamped = { id: newId(desk.clock.now()), by: who, at: desk.clock.at(), event }
    await inTransaction(desk.db, async tx => {
      await holdTimeline(tx, there.incident)
      const before = await readTimeline(tx, there.incident)
      const { entries, hash } = await append(tx, there.incident, before.length, [stamped])
      await saveHead(tx, replay([...before, ...entries]), hash)
    })
  }

const inTurn =
  (...all: ((night: Night) => Promise<void>)[]) =>
  async (night: Night): Promise<void> => {
    for (const one of all) await one(night)
  }

const wayBack = [
  'set server app/web1 state ready',
  'set server app/web2 state ready',
  'set server app/spare state drain',
]
const shift = (n: number) => `0199a000-0000-7000-8000-00000000000${n}`
const begun = (time: string, n: number, standBy = 'shop-b') =>
  says(time, 'TrafficStarted', { shift: shift(n), ref: `X${n}`, standBy, share: 100, wayBack: [] }, 'mira')

const database = (name: string, isWritable: boolean) => ({
  state: 'answers' as const,
  system: name,
  startedAt: '2025-11-01T00:00:00.000Z',
  isWritable,
  lagSeconds: 0.4,
})
const found: Found = {
  health: { passes: 3, ok: true, says: 'spare was looked at 3 times and was well.' },
  wayBack: wayBack.map(command => ({ says: '', command })),
  builds: { stand: '2.31.0', live: '2.31.0' },
  read: { ok: true, says: 'A read was answered as it should be.' },
  databases: {
    stand: database('shop', false),
    live: { ...database('shop', true), startedAt: '2025-11-02T00:00:00.000Z' },
    write: { ok: true, says: 'A write was tried and rolled back.' },
  },
  mostLagSeconds: 30,
}
const looked = (n: number, more: Partial<Found> = {}) => ({
  shift: shift(n),
  checks: checksOf({ ...found, ...more }),
  wayBack,
})
const why = ({ checks }: { checks: TrafficCheck[] }) =>
  `Not moved. ${checks.flatMap(({ ok, says: said }) => (ok ? [] : [said])).join(' ')}`

const older = looked(1, { builds: { stand: '2.29.4', live: '2.31.0' } })
export const notReady = inTurn(
  begun('15:18:10', 1),
  says('15:18:14', 'TrafficChecked', older),
  says('15:18:15', 'TrafficFailed', { shift: shift(1), reason: why(older), code: 'stand-by-not-ready', observed: 0 }),
)

const both = looked(2, { databases: { stand: database('own', true), live: database('shop', true) } })
export const twoPrimaries = inTurn(
  begun('15:19:00', 2),
  says('15:19:03', 'TrafficChecked', both),
  says('15:19:04', 'TrafficFailed', { shift: shift(2), reason: why(both), code: 'two-primaries', observed: 0 }),
)

export const canary = inTurn(
  begun('15:21:00', 3),
  says('15:21:04', 'TrafficChecked', looked(3)),
  says('15:21:06', 'TrafficShifted', { shift: shift(3), share: 5, observed: 5.3, tookMs: 900 }),
)

const taken = { ...looked(3), checks: [...looked(3).checks, capacity(5, 412)] }
export const moved = inTurn(
  says('15:21:27', 'TrafficChecked', taken),
  says('15:21:29', 'TrafficShifted', { shift: shift(3), share: 100, observed: 99.8, tookMs: 1_400 }),
)

export const announced = says('15:23:40', 'WayBackAnnounced', {
  shift: shift(3),
  why: '2.4 % of the requests fail there, 0.3 % did before.',
  effectiveAt: '2025-11-12T15:23:45.000Z',
})

export const held = says('15:23:43', 'WayBackHeld', { shift: shift(3), reason: 'I look first.' }, 'mira')

export const back = says('15:26:08', 'TrafficReverted', {
  shift: shift(3),
  how: 'automatic',
  why: 'The proxy says that spare is down.',
  observed: 0,
  tookMs: 700,
})

const edge = looked(4, {
  health: { passes: 3, ok: true, says: '127.0.0.1:9 was dialled 3 times from Fireline.' },
  builds: undefined,
  read: undefined,
  databases: undefined,
})
export const byCaddy = inTurn(
  begun('15:31:00', 4, 'shop-edge'),
  says('15:31:05', 'TrafficChecked', edge),
  says('15:31:09', 'TrafficShifted', {
    shift: shift(4),
    share: 100,
    observed: 100,
    tookMs: 300,
    paste: 'reverse_proxy 127.0.0.1:9',
  }),
)

export const failed = says('15:32:20', 'TrafficFailed', {
  shift: shift(4),
  reason: 'The proxy cannot be asked on its admin API: ECONNREFUSED.',
  observed: 100,
})

/** The proxy and its servers end. */
export async function endParts(): Promise<void> {
  await parts.proxy?.stop()
  for (const web of parts.webs) await web.stop()
}
