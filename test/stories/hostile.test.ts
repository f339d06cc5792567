import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, startWorld, type World } from '../harness.ts'
import { openScene } from '../hostile/scene.ts'
import { ownTexts } from '../hostile/texts.ts'
import { ask, placesOf } from '../hostile/walk.ts'

interface Operation {
  requestBody?: { content: { 'application/json'?: { schema: { properties?: Record<string, unknown> } } } }
  parameters?: { name: string; in: string }[]
}
type OpenApi = { paths: Record<string, Record<string, Operation>> }

let world: World
let caller: Caller
let incident: string
beforeAll(async () => {
  world = await startWorld()
  caller = await world.person('Ana', 'admin')
  const made = await caller.post<{ id: string }>('/api/v1/incidents', {
    title: 'x',
    severity: 'sev4',
    service: 'default',
  })
  incident = made.body.id
  await caller.post(`/api/v1/incidents/${incident}/acknowledge`)
})
afterAll(() => world.stop())

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

/** Values that a field of any type may meet. */
const hostile: unknown[] = [
  'NUL \0, a lone \ud800 surrogate, \u202e and <script>alert(1)</script>',
  `'; drop table person; -- \${7*7} {{7*7}} %s %n ../../../etc/passwd`,
  'ä'.repeat(70_000),
  -1e308,
  deep(500),
  { __proto__: null, constructor: { prototype: { hurt: true } } },
]
const names = [
  '%00',
  '%ff',
  '..%2f..%2fetc%2fpasswd',
  "'",
  '0',
  '-1',
  '99999999999999999999',
  'INC-1',
  '😀',
  '%E2%80%AE',
]

test('no route falls over whatever its fields hold: 4xx or taken, never 5xx, and nothing is logged as failed', async () => {
  const { paths } = (await caller.get<OpenApi>('/api/openapi.json')).body
  const answered: number[] = []
  const failed: string[] = []
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(world.url + path, {
      method,
      headers: {
        authorization: `Bearer ${caller.token}`,
        'content-type': 'application/json',
        connection: 'keep-alive',
      },
      body: body === undefined || method === 'GET' ? undefined : JSON.stringify(body),
    })
    await response.body?.cancel()
    answered.push(response.status)
    if (response.status >= 500)
      failed.push(`${method} ${path} ${JSON.stringify(body)?.slice(0, 200)}: ${response.status}`)
  }
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    // It asks for a stream that goes on.
    path.startsWith('/health')
      ? []
      : Object.entries(operations).flatMap(([method, operation]) =>
          [...asks(path, operation)].map(ask => ({ method: method.toUpperCase(), ask })),
        ),
  )
  const next = all.values()
  const lane = async () => {
    for (const { method, ask } of next) await send(method, ...ask)
  }
  await Promise.all(Array.from({ length: 6 }, lane))
  expect(failed).toEqual([])
  expect(world.errors).toEqual([])
  expect(answered.length).toBeGreaterThan(1_000)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect((await caller.get('/health/ready')).status).toBe(200)
  expect((await caller.get(`/api/v1/incidents/${incident}`)).status).toBe(200)
}, 120_000)

test('a text that was made to hurt, in a body that is right otherwise: taken, or refused with words, in every field there is', async () => {
  const scene = await openScene(world)
  const places = (await placesOf(scene)).filter(({ path }, n) => !path.includes('/import/') || n % 8 === 0)
  const texts = ownTexts.filter(one => one.id !== 'NUL')
  // The long run has each of them meet each; here every other one meets what databases do not take.
  const textAt = (n: number) => (n % 2 === 0 ? 'a\0b' : (texts[(n >> 1) % texts.length]?.text ?? ''))
  const asked = places.map((place, n) => ({ place, text: textAt(n) }))
  const troubles: string[] = []
  // One after the other: what people do to one another at the same moment is the long run's.
  for (const { place, text } of asked) troubles.push((await ask(scene, place, text)).trouble ?? '')
  expect(troubles.filter(one => one !== '')).toEqual([])
  expect(troubles.length).toBeGreaterThan(250)
  expect(world.errors).toEqual([])
})

test('what two people save at the same moment is saved, and read again', async () => {
  await caller.put('/api/v1/services/desk', { name: 'Desk' })
  const atOnce = (path: string, body: object) => Promise.all([1, 2, 3, 4].map(() => caller.put(path, body)))
  const contacts = [{ channel: 'ntfy', settings: { server: 'https://ntfy.example.org', topic: 'a-long-topic-of-ana' } }]
  const reach = { host: 'imap.example.org', port: 993, security: 'tls', user: 'desk', password: 'of the desk' }
  const answers = [
    ...(await atOnce(`/api/v1/people/${caller.id}/contacts`, { contacts })),
    ...(await atOnce('/api/v1/mailboxes/desk', { service: 'desk', ...reach })),
  ]
  expect(answers.map(one => one.status)).toEqual(Array.from({ length: 8 }, () => 200))
  expect((await caller.get('/api/v1/mailboxes/desk')).body).toMatchObject({ host: 'imap.example.org' })
  expect(world.errors).toEqual([])
})

/** Each parameter once with each odd name; each field of the body once with each hostile value, the body itself too. */
function* asks(path: string, { requestBody, parameters = [] }: Operation): Generator<[string, unknown]> {
  const here = path.replace('{incident}', incident)
  const filled = here.replace(/\{\w+\}/g, incident)
  const inPath = parameters.filter(one => one.in === 'path').length
  if (inPath > 0) for (const name of names) yield [path.replace(/\{\w+\}/g, name), {}]
  for (const { name } of parameters.filter(one => one.in === 'query'))
    for (const value of names) yield [`${filled}?${name}=${value}`, undefined]
  const schema = requestBody?.content['application/json']?.schema
  if (!schema) return
  for (const value of [...hostile, null, [], 'text', 7]) yield [filled, value]
  for (const field of Object.keys(schema.properties ?? {}))
    for (const value of hostile) yield [filled, { [field]: value }]
  yield [filled, Object.fromEntries(Object.keys(schema.properties ?? {}).map(field => [field, hostile[0]]))]
}
