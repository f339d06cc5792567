import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../../test/harness.ts'
import type { Alert } from '../alert/alert.ts'
import { type Random, seeded } from '../drill/random.ts'

let world: World
let key: { id: string; key: string }

beforeAll(async () => {
  world = await startWorld({ FIRELINE_ACCEPT_LOG: 'segments' })
  key = (
    await world.admin.post<typeof key>('/api/v1/integrations', {
      service: 'default',
      kind: 'webhook',
      name: 'shuffled',
    })
  ).body
})
afterAll(() => world.stop())

const sequences = 1_000
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 2) + seconds * 1_000).toISOString()

interface Event {
  status: Alert['status']
  startsAt: string
  endsAt?: string
}

const fires: Event = { status: 'firing', startsAt: at(0) }
const ends: Event = { status: 'resolved', startsAt: at(0), endsAt: at(60) }
const firesAgain: Event = { status: 'firing', startsAt: at(65) }
const endsAgain: Event = { status: 'resolved', startsAt: at(65), endsAt: at(90) }

/** What happened to an alert, and how it must end whatever comes twice, late or first. */
const stories: { events: Event[]; end: Alert['status'] }[] = [
  { events: [fires], end: 'firing' },
  { events: [fires, ends], end: 'resolved' },
  { events: [fires, ends, firesAgain], end: 'firing' },
  { events: [fires, ends, firesAgain, endsAgain], end: 'resolved' },
]

test('1,000 generated sequences of doubled, shuffled, late and resolve-first events end in the right state', async () => {
  const random = seeded(20_260_131)
  const told = Array.from({ length: sequences }, (_, n) => {
    const story = stories[n % stories.length] as (typeof stories)[number]
    return { name: `Sequence${n}`, end: story.end, events: doubledAndShuffled(story.events, random) }
  })
  const longest = Math.max(...told.map(one => one.events.length))
  for (let step = 0; step < longest; step++) await tell(told.flatMap(one => alertAt(one, step)))
  const { rows } = await world.fireline.desk.db.query<{ name: string; status: string }>(
    `select said::json ->> 'name' as name, status from alert where integration = $1`,
    [key.id],
  )
  const status = new Map(rows.map(row => [row.name, row.status]))
  const wrong = told.filter(one => status.get(one.name) !== one.end)
  expect(wrong.map(one => `${one.name} is ${status.get(one.name)}: ${JSON.stringify(one.events)}`)).toEqual([])
  expect(rows).toHaveLength(sequences)
  expect(world.errors).toEqual([])
})

function doubledAndShuffled(events: readonly Event[], random: Random): Event[] {
  const more = Array.from(
    { length: Math.floor(random() * 5) },
    () => events[Math.floor(random() * events.length)] as Event,
  )
  return [...events, ...more]
    .map(event => ({ event, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(one => one.event)
}

function alertAt({ name, events }: { name: string; events: Event[] }, step: number) {
  const event = events[step]
  return event ? [{ ...event, labels: { alertname: name, severity: 'critical' } }] : []
}

async function tell(alerts: object[]): Promise<void> {
  const sizes = Array.from({ length: Math.ceil(alerts.length / 250) }, (_, i) => alerts.slice(i * 250, (i + 1) * 250))
  for (const some of sizes) {
    const answer = await fetch(`${world.url}/intake/${key.key}`, {
      method: 'POST',
      body: JSON.stringify({ version: '4', status: 'firing', alerts: some }),
    })
    expect(answer.status).toBe(202)
  }
  await world.admin.get('/api/v1/alerts')
}
