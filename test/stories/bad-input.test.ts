import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../harness.ts'
import {
  bodiesAreAnswered,
  type Doors,
  type HostileBody,
  nothingBroke,
  openDoors,
  textsComeBack,
  textsElsewhere,
  textsInEveryForm,
} from '../hostile-doors.ts'

let world: World
let doors: Doors

beforeAll(async () => {
  world = await startWorld()
  // Every kind of key is for the long run.
  doors = await openDoors(world, ['webhook', 'alertmanager', 'grafana', 'cloudwatch'])
})
afterAll(() => world.stop())

const texts = Object.entries({
  nothing: '',
  NUL: 'a\0b',
  half: 'a\ud800',
  turned: '\u202etxt.exe\u2066',
  unseen: '\u200b\ufeff',
  piled: `Z${'\u0351'.repeat(300)}`,
  lines: 'one\r\nSubject: two\r\n\r\n.',
  markup: '<img src=x onerror=alert(1)><script>alert(1)</script>',
  address: 'javascript:alert(1)',
  template: '{{7*7}}${7*7}<%= 7*7 %>#{7*7}',
  inherited: '__proto__',
  built: 'constructor',
  quoted: `'"\`;drop table alert;--`,
  escapes: '\u001b]0;owned\u0007\u001b[2J',
  formula: '=HYPERLINK("http://x")',
  long: '🔥'.repeat(1_025),
}).map(([id, text]) => ({ id, text }))

const json = (id: string, text: string): HostileBody => ({ id, body: Buffer.from(text), is: 'json' })
const broken = (id: string, text: string | number[]): HostileBody => ({
  id,
  body: Buffer.from(text as string),
  is: 'broken',
})
const either = (id: string, text: string): HostileBody => ({ id, body: Buffer.from(text) })

const bodies = [
  json('a list of lists', '[[[[]]]]'),
  json('a number beyond all', '1e9999'),
  json('a huge number', '9'.repeat(400)),
  json('names twice', '{"a":1,"a":{"b":2}}'),
  json('what everything inherits', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  json('half a character', String.raw`"\ud800"`),
  json('no text', 'null'),
  either('deep', '['.repeat(5_000) + ']'.repeat(5_000)),
  broken('deep and open', '['.repeat(100_000)),
  broken('nothing', ''),
  broken('a comma too many', '[1,]'),
  broken('not a number', 'NaN'),
  broken('single quotes', "{'title':'x'}"),
  broken('UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0]),
  broken('no UTF-8', [0x5b, 0x22, 0xff, 0x22, 0x5d]),
  broken('a NUL', '{}\0'),
]

test('a text that was made to hurt is refused with its field or comes back letter by letter, at every door', async () => {
  expect(await textsComeBack(doors, texts)).toBeGreaterThan(60)
  await textsElsewhere(doors, texts)
  await textsInEveryForm(doors, texts)
  nothingBroke(doors)
})

test('a body that was made to hurt is refused with its field or taken, at every door', async () => {
  await bodiesAreAnswered(doors, bodies)
  nothingBroke(doors)
})

test('whatever happens to an alert on the way, it is taken or refused with its field', async () => {
  const { firing } = JSON.parse(
    readFileSync(join(import.meta.dirname, '../fixtures/senders/alertmanager.json'), 'utf8'),
  ) as { firing: unknown }
  const whole = Buffer.from(JSON.stringify(firing))
  const damage = fc.array(
    fc.record({ at: fc.nat(whole.length), cut: fc.nat(6), put: fc.uint8Array({ maxLength: 4 }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  const damaged = fc.sample(damage, { numRuns: 15, seed: 7 }).map((hurts, i): HostileBody => {
    const hurt = hurts.reduce(
      (body, { at, cut, put }) => Buffer.concat([body.subarray(0, at), put, body.subarray(at + cut)]),
      whole,
    )
    return { id: `damaged ${i}`, body: hurt }
  })
  await bodiesAreAnswered(doors, damaged)
  nothingBroke(doors)
})
