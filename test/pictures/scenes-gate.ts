import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { newId } from '../../src/engine/id.ts'
import { fireline } from '../../src/incident/entry.ts'
import type { EventData, EventType, IncidentEvent } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { replay } from '../../src/incident/replay.ts'
import type { Strain } from '../../src/incident/strain.ts'
import { inTransaction } from '../../src/store/db.ts'
import { saveHead } from '../../src/store/head.ts'
import { append, holdTimeline, readTimeline } from '../../src/store/timeline.ts'
import type { Name, Night } from './night.ts'
import type { Picture } from './picture.ts'

const there = { number: 0 }
const path = () => `/incidents/INC-${there.number}`
const routes = 'pg:shop/shop/public.routes'

async function ask({ people }: Night, by: Name, command: string, body: object = {}): Promise<void> {
  const { status, body: answer } = await people[by].post(`/api/v1${path()}/${command}`, body)
  if (status !== 200) throw new Error(`${by} could not ${command}: ${status} ${JSON.stringify(answer)}`)
}

const is = async ({ people }: Night): Promise<Incident> => (await people.noor.get<Incident>(`/api/v1${path()}`)).body

async function opened(night: Night, by: Name, title: string): Promise<void> {
  const said = { title, severity: 'sev3', service: 'default' }
  const { body } = await night.people[by].post<{ number: number }>('/api/v1/incidents', said)
  there.number = body.number
  await ask(night, by, 'acknowledge')
}

/** A copy that was rehearsed eight minutes ago, and a change that is one UPDATE. */
async function offered(night: Night): Promise<void> {
  const { clock, world } = night
  await clock('16:42:10')
  await opened(night, 'mira', 'A third of the carts has a wrong path')
  await ask(night, 'ben', 'join')
  const copy = '0199a000-0000-7000-8000-000000000016'
  const [at, ended] = ['2025-11-12T16:35:00Z', '2025-11-12T16:35:41Z']
  await world.fireline.desk.db.query(
    `insert into copy (id, resource, driver, kind, level, covers, location, bytes, digest, taken_at, verified_at)
     values ($1, 'shop', 'postgres', 'full', 'L3', '{pg:shop/shop}', '/copies/shop', 26000000, 'd', $2, $3)`,
    [copy, at, ended],
  )
  await world.fireline.desk.db.query(
    `insert into rehearsal (id, resource, at, ms, level, outcome, copy) values ($1, 'shop', $2, 41000, 'L3', 'proven', $1)`,
    [copy, ended],
  )
  await clock('16:43:20')
  await ask(night, 'mira', 'propose-change', {
    what: 'Set the paths of cart-1 back',
    intent: 'mitigation',
    kind: 'complex',
    touches: [routes],
    commands: [`psql shop -c "update routes set path = '/cart/' || id where upstream = 'cart-1'"`],
    undo: 'fireline put-back B1 --into <url>',
  })
}

const strain: readonly Strain[] = [
  { name: 'The disk for copies', disk: { usedShare: 0.62, freeBytes: 90e9 } },
  { name: 'shop', sessions: { open: 2_400, active: 2_000, most: 5_000 }, longestTransactionMs: 14 * 60_000 },
]
const fares: { well?: () => void } = {}

/** A quarter of an hour later the copy is old, and the database is busy. */
async function hurting({ clock, world }: Night): Promise<void> {
  await clock('16:59:00')
  const { loaders } = world.fireline.desk
  const real = loaders.strain
  fares.well = () => {
    loaders.strain = real
  }
  loaders.strain = async () => strain
}

async function reindexing(night: Night): Promise<void> {
  await night.clock('17:00:10')
  await ask(night, 'mira', 'propose-change', {
    what: 'Build the index of routes anew',
    intent: 'mitigation',
    kind: 'complex',
    touches: [routes],
    commands: ['psql shop -c "reindex table routes"', 'shopctl reload gateway'],
  })
}

/** Copied all the same; the next change touches more than that copy holds. */
async function uncovered(night: Night): Promise<void> {
  await night.clock('17:01:00')
  await ask(night, 'mira', 'take-backup', { change: 'C2', proof: 'full', pace: 'gentle', anyway: true })
  fares.well?.()
  await night.clock('17:02:00')
  await ask(night, 'mira', 'propose-change', {
    what: 'Move the carts of cart-1',
    intent: 'mitigation',
    kind: 'complex',
    touches: [routes, 'redis:carts'],
    commands: ['shopctl move cart-1 cart-2'],
  })
}

async function altered(night: Night): Promise<void> {
  await night.clock('17:03:10')
  writeFileSync((await is(night)).backups.at(-1)?.location ?? '', 'something else')
}

const waived =
  (time: string, change: string) =>
  async (night: Night): Promise<void> => {
    await night.clock(time)
    const reason = 'Carts fill again by themselves'
    await ask(night, 'mira', 'waive', { rule: 'no-verified-backup', change, reason })
  }

async function alone(night: Night): Promise<void> {
  await night.clock('17:11:00')
  await opened(night, 'mira', 'The cart cache serves yesterday')
  await ask(night, 'mira', 'propose-change', {
    what: 'Empty the cart cache',
    intent: 'mitigation',
    kind: 'complex',
    touches: ['redis:carts'],
    commands: ['redis-cli -n 3 flushdb'],
  })
  await waived('17:11:20', 'C1')(night)
}

/** As the engine tells it. */
async function says<T extends EventType>(night: Night, type: T, data: EventData[T]): Promise<void> {
  const { desk } = night.world.fireline
  const incident = (await is(night)).id
  const event = { type, v: 1, data } as IncidentEvent
  const stamped = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), event }
  await inTransaction(desk.db, async tx => {
    await holdTimeline(tx, incident)
    const before = await readTimeline(tx, incident)
    const { entries, hash } = await append(tx, incident, before.length, [stamped])
    await saveHead(tx, replay([...before, ...entries]), hash)
  })
}

async function halfDone(night: Night): Promise<void> {
  await night.clock('17:14:00')
  await opened(night, 'mira', 'The gateway answers slowly')
  await ask(night, 'mira', 'propose-change', {
    what: 'Restart the pool',
    intent: 'mitigation',
    kind: 'simple',
    touches: [],
    commands: ['systemctl stop pool', 'systemctl start pool'],
    undo: 'systemctl start pool',
  })
  const change = (await is(night)).changes[0]?.id ?? ''
  await says(night, 'ChangeStarted', { change, how: 'by-agent' })
  await night.clock('17:14:12')
  await says(night, 'ChangeFailed', {
    change,
    how: 'by-agent',
    results: [{ command: 'systemctl stop pool', exitCode: 0 }],
    reason: 'Half done: Fireline stopped after 1 of 2 commands had ended well. The rest was not run.',
  })
}

const card = (page: Page, what: string) => page.locator('details', { hasText: what }).first()

/** Opens the card of a change, presses one of its buttons, and waits for these words in it. */
const sees =
  (what: string, words: string, press?: string | RegExp) =>
  async (page: Page): Promise<void> => {
    const one = card(page, what)
    await one.evaluate(element => element.setAttribute('open', ''))
    if (press) await one.getByRole('button', { name: press }).first().click()
    const said = one.getByText(words).first()
    await said.waitFor()
    await said.scrollIntoViewIfNeeded()
  }

async function seesPlan(page: Page): Promise<void> {
  const one = card(page, 'Build the index')
  await one.getByText('What would run').click()
  await sees('Build the index', 'You run these yourself')(page)
}

/** The gate: what it offers, what it refuses, and who goes without. */
export const atTheGate: readonly Picture[] = [
  {
    name: 'gate-offers',
    says: 'What a change may rest on, cheapest first: the last copy at once, only the rows, a new copy with the time it took.',
    before: offered,
    as: 'mira',
    path,
    shows: 'Set the paths of cart-1 back',
    act: sees('Set the paths', 'Only the rows'),
  },
  {
    name: 'gate-hurts',
    says: 'The database is busy: a new copy stands last, with why.',
    before: hurting,
    as: 'mira',
    path,
    shows: 'Set the paths of cart-1 back',
    act: sees('Set the paths', 'It would hurt now'),
  },
  {
    name: 'gate-hurts-asked',
    says: 'A copy that would hurt waits for one word: gently all the same.',
    before: reindexing,
    as: 'mira',
    path,
    shows: 'Build the index of routes anew',
    act: sees('Build the index', 'A copy would hurt now', /^Take the backup|^Copy/),
  },
  {
    name: 'gate-plan',
    says: 'What would run, byte for byte, where, and what protects it. Nothing was run.',
    as: 'mira',
    path,
    shows: 'Build the index of routes anew',
    act: seesPlan,
  },
  {
    name: 'gate-uncovered',
    says: 'A copy holds a part of what a change touches: the rest is named.',
    before: uncovered,
    as: 'mira',
    path,
    shows: 'Move the carts of cart-1',
    act: sees('Move the carts', 'No restorable copy of', /^Apply/),
  },
  {
    name: 'gate-altered',
    says: 'The copy was altered after it was proven: it does not count any more.',
    before: altered,
    as: 'mira',
    path,
    shows: 'Build the index of routes anew',
    act: sees('Build the index', 'altered', /^Apply/),
  },
  {
    name: 'gate-waiver',
    says: 'The lead goes without, with a reason: five seconds to think again.',
    before: waived('17:04:30', 'C3'),
    as: 'mira',
    path,
    shows: 'Move the carts of cart-1',
    act: sees('Move the carts', 'takes effect in', /^Apply/),
  },
  {
    name: 'gate-waiver-alone',
    says: 'The same alone: nobody is waited for, and the next person of the policy is told.',
    before: alone,
    as: 'mira',
    path,
    shows: 'Empty the cart cache',
    act: sees('Empty the cart cache', 'takes effect in', /^Apply/),
  },
  {
    name: 'gate-half-done',
    says: 'Fireline was killed between two commands: what ran, and what did not.',
    before: halfDone,
    as: 'mira',
    path,
    shows: 'Restart the pool',
    act: sees('Restart the pool', 'Half done'),
  },
]
