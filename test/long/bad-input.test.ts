import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { safeCastLines, safeOutput } from '../../src/terminal/safe-output.ts'
import { startWorld, type World } from '../harness.ts'
import {
  bodiesAreAnswered,
  type Doors,
  type HostileBody,
  type HostileText,
  nothingBroke,
  openDoors,
  textsComeBack,
  textsElsewhere,
  textsInEveryForm,
} from '../hostile-doors.ts'
import { late, openTerminal, pictured, shows } from '../rally/pictured.ts'

/**
 * A folder of inputs that nobody here wrote, one JSON object a line: `{id, text | b64, expect?}` in json.jsonl, text.jsonl,
 * markup.jsonl, proto.jsonl and template.jsonl.
 */
const corpus = process.env['FIRELINE_CORPUS']
if (!corpus)
  console.warn('\n*** SKIPPED: FIRELINE_CORPUS names no folder of hostile inputs; its tests did not run ***\n')

interface Line {
  id: string
  text?: string
  b64?: string
  expect?: string
}

/** Ids may repeat in the files: the place makes each its own. */
const linesOf = (name: string): Line[] =>
  readFileSync(join(corpus ?? '', `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Line)
    .map((line, i) => ({ ...line, id: `${name}-${i}-${line.id}` }))

const bytesOf = ({ text, b64 }: Line): Buffer =>
  b64 === undefined ? Buffer.from(text ?? '', 'utf8') : Buffer.from(b64, 'base64')

let world: World
let doors: Doors

beforeAll(async () => {
  if (!corpus) return
  world = await startWorld()
  doors = await openDoors(world)
})
afterAll(async () => world?.stop())

test.skipIf(!corpus)('every body of the corpus is taken or refused with its field, at every door', async () => {
  const is = { accept: 'json', reject: 'broken' } as const
  const bodies = linesOf('json').map((line): HostileBody => {
    const expected = line.expect === 'accept' || line.expect === 'reject' ? is[line.expect] : undefined
    return { id: line.id, body: bytesOf(line), ...(expected && { is: expected }) }
  })
  expect(bodies.length).toBeGreaterThan(0)
  await bodiesAreAnswered(doors, bodies)
  nothingBroke(doors)
})

test.skipIf(!corpus).for(['text', 'markup', 'proto', 'template'])(
  'every case of %s is text, at every door',
  async name => {
    const texts = linesOf(name).map((line): HostileText => ({ id: line.id, text: bytesOf(line).toString('utf8') }))
    const kept = await textsComeBack(doors, texts)
    expect(kept).toBeGreaterThan(texts.length)
    await textsElsewhere(doors, texts)
    await textsInEveryForm(doors, texts)
    nothingBroke(doors)
  },
)

test.skipIf(!corpus)(
  'every terminal of the corpus: live, late and replayed are one picture, and nothing is answered',
  async () => {
    const cases = linesOf('terminal')
    expect(cases.length).toBeGreaterThan(0)
    for (const one of cases) {
      const printed = bytesOf(one)
        .toString()
        .replaceAll(/(?<!\r)\n/g, '\r\n')
      const halfway = Math.floor(printed.length / 2)
      const halves = [printed.slice(0, halfway), printed.slice(halfway)]
      const answers: string[] = []
      const live = openTerminal()
      live.onData(answer => answers.push(answer))
      const safe = safeOutput()
      await shows(live, safe(halves[0] ?? ''))
      const joined = await late(live)
      const rest = safe(halves[1] ?? '')
      for (const terminal of [live, joined]) await shows(terminal, rest)
      const replayed = openTerminal()
      const read = safeCastLines()
      for (let at = 0; at < printed.length; at += 7) {
        const said = read(JSON.stringify([0, 'o', printed.slice(at, at + 7)]))
        if (said.kind === 'output') await shows(replayed, said.data)
      }
      const pictures = [joined, await late(live), replayed].map(pictured)
      for (const picture of pictures) expect(picture, one.id).toEqual(pictured(live))
      expect(answers, one.id).toEqual([])
    }
  },
)
