import { copyingOf } from '../../src/hosts/copying.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { CopyStep } from '../../src/incident/prints.ts'
import { until } from '../harness.ts'
import type { Name, Night } from './night.ts'
import type { Picture } from './picture.ts'

const there = { incident: '', number: 0 }
const path = () => `/incidents/INC-${there.number}`
const going: { letGo?: () => void; asked?: Promise<unknown>; telling?: NodeJS.Timeout } = {}

async function done({ people }: Night, name: Name, command: string, body: object = {}): Promise<void> {
  const { status } = await people[name].post(`/api/v1/incidents/${there.incident}/${command}`, body)
  if (status !== 200) throw new Error(`${name} could not ${command}: ${status}`)
}

const is = async ({ people }: Night) => (await people.mira.get<Incident>(`/api/v1/incidents/${there.incident}`)).body

/** Orders stand there twice; Mira wants to delete the second of each. */
async function doubled(night: Night): Promise<void> {
  const title = 'Orders of tonight stand there twice'
  const { body } = await night.people.mira.post<Incident>('/api/v1/incidents', {
    title,
    severity: 'sev2',
    service: 'shop',
  })
  Object.assign(there, { incident: body.id, number: body.number })
  await done(night, 'mira', 'acknowledge')
  await done(night, 'mira', 'join')
  await done(night, 'mira', 'propose-change', {
    what: 'Delete the second of each order',
    intent: 'fix',
    kind: 'complex',
    touches: ['pg:shop'],
    commands: ['delete from orders a using orders b where a.id > b.id and a.number = b.number'],
    undo: 'restore the copy of orders',
  })
}

/** Far on: what a large database would say. */
type Said = CopyStep & { perSecond?: number; leftMs?: number; slowed?: true }

async function copying(night: Night, more: object, step: Said): Promise<void> {
  going.letGo = night.holdCopies()
  going.asked = night.people.mira.post(`/api/v1/incidents/${there.incident}/take-backup`, { change: 'C1', ...more })
  await until(async () => (await is(night)).backups.some(one => one.state === 'running'), 'the copy to begin')
  const backup = (await is(night)).backups.find(one => one.state === 'running')?.id ?? ''
  const say = () =>
    copyingOf(night.world.fireline.desk).say({ type: 'copying', incident: there.incident, backup, ...step })
  going.telling = setInterval(say, 200)
}

async function stopped(night: Night): Promise<void> {
  clearInterval(going.telling)
  const backup = (await is(night)).backups.find(one => one.state === 'running')?.id
  await done(night, 'mira', 'stop-backup', { backup, reason: 'Checkout waits 3 s for each order since it began' })
  going.letGo?.()
  await going.asked
}

const copied: CopyStep = { phase: 'copy', done: 1.2e9, of: 3e9, unit: 'bytes' }
const compared: CopyStep = { phase: 'compare', done: 412_600, of: 980_214, unit: 'rows' }

async function rehearsed({ world }: Night): Promise<void> {
  const { db, clock } = world.fireline.desk
  const before = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000)
  const care = { service: 'shop', everyHours: 24, keepHours: 72, budgetMinutes: 10 }
  await db.query(`update resource set service = $1, spec = $2 where slug = 'shop'`, [
    care.service,
    JSON.stringify(care),
  ])
  const copy = '0199a000-0000-7000-8000-000000000007'
  await db.query(
    `insert into copy (id, resource, driver, kind, level, covers, location, bytes, digest, taken_at, verified_at, key)
     values ($1, 'shop', 'postgres', 'full', 'L3', '{pg:shop}', '/copies/shop', 2600000000, 'd', $2, $2, 'sealed')`,
    [copy, before(9)],
  )
  await db.query(
    `insert into rehearsal (id, resource, at, ms, level, outcome, copy, phases) values ($1, 'shop', $2, $3, 'L3', 'proven', $1, $4)`,
    [
      copy,
      before(9),
      41 * 60_000,
      JSON.stringify({ 'copy-taken': 300_000, 'copy-proven': 2_400_000, 'copy-sealed': 2_460_000 }),
    ],
  )
  await db.query(
    `update copy set expires_at = $1 where id = (
       select id from copy where incident is not null and key is not null order by taken_at limit 1)`,
    [before(-20)],
  )
}

/** A copy while it is taken, called off, and where copies are kept. */
export const copies: readonly Picture[] = [
  {
    name: 'copy-running',
    says: 'A copy is taken at full pace: how far, how fast, how long still, and one press ends it.',
    async before(night) {
      await doubled(night)
      await copying(night, { pace: 'full' }, { ...copied, perSecond: 52e6, leftMs: 94_000 })
    },
    as: 'mira',
    path,
    shows: 'of 3.0 GB',
    after: stopped,
  },
  {
    name: 'copy-slowed',
    says: 'The same gently, while something burns there: it makes way, and is comparing by now.',
    before: night => copying(night, {}, { ...compared, perSecond: 21_300, slowed: true }),
    as: 'ana',
    path,
    shows: 'it makes way',
  },
  {
    name: 'copy-stopped',
    says: 'Called off, with who and why; it can be taken anew, at full pace too.',
    before: stopped,
    as: 'mira',
    path,
    shows: 'Take it at full pace',
  },
  {
    name: 'settings-copies',
    says: 'What can be copied, how it is cared for, what its last rehearsal took, and the copies that lie there.',
    before: rehearsed,
    as: 'noor',
    path: '/settings/resources',
    shows: 'Copies that can be put back',
  },
  {
    name: 'service-ready-copies',
    says: 'A service and its ticks: each proof with its date, its level and what it costs in an incident.',
    as: 'noor',
    path: '/services/shop',
    shows: 'proven backup',
    act: page => page.getByText('proven backup').first().scrollIntoViewIfNeeded(),
  },
]
