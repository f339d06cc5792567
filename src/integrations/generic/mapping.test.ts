import { expect, test } from 'vitest'
import { mappingSettings } from './mapping.ts'
import { readMapped } from './read-mapped.ts'
import { mappingThreads } from './run-mapping.ts'

const threads = mappingThreads()
const at = '2026-01-31T03:00:00.000Z'

async function read(mapping: { title: string } & Record<string, string>, body: unknown) {
  const answer = await threads.run({ mapping, body: JSON.stringify(body) })
  return 'wrong' in answer ? answer : readMapped(JSON.parse(answer.alerts) as unknown[], { at })
}

const body = {
  check: { id: 17, name: 'Checkout', level: 'P2', state: 'OK', since: 1_769_824_800, until: '2026-01-31T02:10:00Z' },
  link: 'https://shop.example.org',
}

test('each field is an expression, asked of the body', async () => {
  const mapping = {
    title: 'check.name',
    severity: 'check.level',
    status: 'check.state',
    fingerprint: '"check-" & check.id',
    startedAt: 'check.since',
    endedAt: 'check.until',
    link: 'link',
  }
  expect(await read(mapping, body)).toMatchObject({
    alerts: [
      {
        title: 'Checkout',
        severity: 'error',
        status: 'resolved',
        fingerprint: 'check-17',
        startedAt: '2026-01-31T02:00:00.000Z',
        endedAt: '2026-01-31T02:10:00.000Z',
        link: 'https://shop.example.org',
      },
    ],
  })
})

test('one body may tell many, each with the whole body at hand', async () => {
  const told = {
    host: 'db-1',
    events: [
      { name: 'disk', ok: false },
      { name: 'memory', ok: true },
    ],
  }
  const mapping = { many: 'events', title: 'name & " on " & $body.host', status: 'ok' }
  expect(await read(mapping, told)).toMatchObject({
    alerts: [
      { title: 'disk on db-1', status: 'firing' },
      { title: 'memory on db-1', status: 'resolved' },
    ],
  })
  expect(await read(mapping, { events: [] })).toEqual({ alerts: [] })
})

test('a title that gives nothing, and an expression that goes wrong, are named', async () => {
  expect(await read({ title: 'check.title' }, body)).toMatchObject({ path: 'title' })
  expect(await read({ title: 'check.name', severity: '$number("x")' }, body)).toMatchObject({
    wrong: 'severity',
    message: expect.stringContaining('at character') as string,
  })
})

test.for([
  ['an endless recursion', '($f := function($n) { $f($n + 1) }; $f(1))'],
  ['a regular expression that does not come back', `$match("${'a'.repeat(40)}!", /^(a+)+$/)`],
  ['more memory than there is', '($f := function($a) { $f($append($a, $a)) }; $f([1..1000]))'],
  ['a very long list', '$sum([1..9999999].($ * $))'],
] as const)('%s is ended within its time, and the next mapping works', async ([, title]) => {
  const began = performance.now()
  const answer = await read({ title }, body)
  expect(answer).toMatchObject({ message: expect.any(String) as string })
  expect(answer).not.toHaveProperty('alerts')
  // 250 ms, and what it takes to start a thread and to end it on a busy machine.
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(await read({ title: 'check.name' }, body)).toMatchObject({ alerts: [{ title: 'Checkout' }] })
})

test('nothing of this process can be reached from an expression', async () => {
  const tries = [
    '$constructor',
    'constructor.name',
    '__proto__.x',
    '$eval("process")',
    '$lookup($, "constructor")',
    '(check ~> |$|{"__proto__": {"polluted": true}}|).polluted',
  ]
  for (const title of tries) expect(await read({ title }, body)).toMatchObject({ path: 'title' })
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('a mapping is checked when it is saved: each expression, and that there is a title', () => {
  const issue = (mapping: object) => mappingSettings.safeParse(mapping).error?.issues[0]
  expect(issue({ title: 'check.name' })).toBeUndefined()
  expect(issue({})).toBeUndefined()
  expect(issue({ severity: 'x' })).toMatchObject({ path: ['title'] })
  expect(issue({ title: 'check.(' })).toMatchObject({
    path: ['title'],
    message: expect.stringContaining('at character') as string,
  })
  expect(issue({ title: 'x'.repeat(2_001) })).toMatchObject({ path: ['title'] })
})
