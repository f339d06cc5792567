import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../../test/database.ts'
import { type Db, inTransaction, openPool } from '../../store/db.ts'
import { newIncident } from '../../store/head.ts'
import { appendToRecording, readRecording, startRecording } from '../../store/recordings.ts'
import { newId } from '../id.ts'
import { maskRecordings } from './mask-recordings.ts'

let db: Db
let drop: () => Promise<void>
let incident: string
beforeAll(async () => {
  const database = await freshDatabase()
  db = openPool(database.config)
  drop = async () => {
    await db.end()
    await database.drop()
  }
  incident = newId(new Date())
  await inTransaction(db, async tx => void (await newIncident(tx, incident)))
})
afterAll(() => drop())

const secret = 'canary-4f9a2b77'
const head = '{"version":3,"term":{"cols":80,"rows":24}}\n'
const line = (text: string) => `[0.001, "o", ${JSON.stringify(text)}]\n`

async function recorded(...parts: (string | Buffer)[]): Promise<string> {
  const id = newId(new Date())
  const person = newId(new Date())
  await inTransaction(db, async tx => {
    await startRecording(tx, { id, incident, terminal: newId(new Date()), person, at: new Date().toISOString() })
    let at = 0
    for (const part of parts.map(one => Buffer.from(one))) {
      await appendToRecording(tx, id, at, part)
      at += part.length
    }
  })
  return id
}

async function read(id: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of readRecording(db, id)) parts.push(part)
  return Buffer.concat(parts)
}

const redact = (whole: string[] = []) => inTransaction(db, tx => maskRecordings(tx, incident, [secret], whole))

it('a secret is starred out across events and stored parts, and nothing changes its place', async () => {
  const said = `${head}${line('password: canary-4f')}${line('9a2b77, kept \u00e9')}${line('after it')}`
  const bytes = Buffer.from(said)
  const id = await recorded(bytes.subarray(0, 70), bytes.subarray(70, 93), bytes.subarray(93), '[0.5, "o", "torn')
  const untouched = await recorded(head, line('nothing here'))
  expect((await redact()).map(one => one.recording)).toEqual([id])
  const now = await read(id)
  expect(now.length).toBe(bytes.length + 16)
  expect(now.toString()).toContain('password: *********"]')
  expect(now.toString()).toContain('******, kept \u00e9"]')
  expect(now.subarray(-50).toString()).toContain(`${line('after it')}[0.5, "o", "torn`)
  expect((await read(untouched)).toString()).toBe(head + line('nothing here'))
})

it('bytes that are no text, and a line longer than any, hold no redaction up', async () => {
  const strange = Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe, 10]), Buffer.from(line(secret))])
  const ids = [await recorded(strange), await recorded(head, line(`${'x'.repeat(400_000)}${secret}`))]
  const before = await Promise.all(ids.map(read))
  await redact()
  const after = await Promise.all(ids.map(read))
  expect(after.map(one => one.length)).toEqual(before.map(one => one.length))
  expect(after.map(one => one.includes(secret))).toEqual([false, false])
})

it('a long recording is read in small pieces, so that nobody else waits for it', async () => {
  const flood = line('a-line-of-a-flood\r\n'.repeat(400)).repeat(30)
  const id = await recorded(head, ...Array<string>(8).fill(flood), line(`it was ${secret}`), ...Array(8).fill(flood))
  let longestMs = 0
  let before = process.threadCpuUsage()
  let turn = setImmediate(function again() {
    const { user, system } = process.threadCpuUsage(before)
    longestMs = Math.max(longestMs, (user + system) / 1_000)
    before = process.threadCpuUsage()
    turn = setImmediate(again)
  })
  await redact()
  clearImmediate(turn)
  expect((await read(id)).includes(secret)).toBe(false)
  const bytes = (await read(id)).length
  expect(bytes).toBeGreaterThan(4_000_000)
  // Work of this thread, not time on a wall: a machine with others at work is not the redaction's.
  expect(longestMs).toBeLessThan(150)
})
