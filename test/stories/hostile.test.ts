import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, startWorld, type World } from '../harness.ts'

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
