import { Terminal } from '@xterm/headless'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { newId } from '../engine/id.ts'
import { maskRecordings } from '../engine/redact/mask-recordings.ts'
import { type Db, inTransaction, openPool } from '../store/db.ts'
import { newIncident } from '../store/head.ts'
import { screenBefore } from '../store/recording-screens.ts'
import { appendToRecording, startRecording } from '../store/recordings.ts'
import { readCast } from '../terminal/cast-events.ts'
import { makeScreens } from './keep-screens.ts'

let db: Db
let drop: () => Promise<void>
const incident = newId(new Date())
const id = newId(new Date())
const last = Number.MAX_SAFE_INTEGER

beforeAll(async () => {
  const database = await freshDatabase()
  db = openPool(database.config)
  drop = async () => {
    await db.end()
    await database.drop()
  }
  await inTransaction(db, async tx => {
    await newIncident(tx, incident)
    await startRecording(tx, {
      id,
      incident,
      terminal: newId(new Date()),
      person: newId(new Date()),
      at: '2026-11-22T03:00:00Z',
    })
  })
})
afterAll(() => drop())

const line = (code: string, data: string) => `[0.001, "${code}", ${JSON.stringify(data)}]\n`
/** Scrolls, sizes, a full-screen program with margins, colours and a secret. */
const parts = [
  `{"version":3,"term":{"cols":80,"rows":24}}\n${line('o', 'the-secret-77\r\n')}`,
  ...Array.from({ length: 40 }, (_, i) => line('o', `row ${i} of caf\u00e9\r\n`.repeat(60))),
  line('r', '60x20') + line('o', '\u001b[?1049h\u001b[3;9r\u001b[31mred\u001b[H\u001b[5;5Hmiddle'),
  ...Array.from({ length: 40 }, (_, i) => line('o', `\u001b[9;1Hscrolled ${i}\n`.repeat(60))),
]

/** The rows that a terminal shows when all events up to `to` are written, from the beginning or from a kept screen on. */
async function rows(to: number, from?: { at: number; cols: number; rows: number; data: string }): Promise<string[]> {
  const cast = readCast(parts.join(''))
  const terminal = new Terminal({
    cols: from?.cols ?? cast.cols,
    rows: from?.rows ?? cast.rows,
    allowProposedApi: true,
  })
  const write = (data: string) => new Promise<void>(done => terminal.write(data, done))
  if (from) await write(from.data)
  for (const [i, event] of cast.events.slice(0, to).entries()) {
    if ((cast.ends[i] ?? 0) <= (from?.at ?? 0)) continue
    if (event.kind === 'output') terminal.write(event.data)
    if (event.kind === 'size') terminal.write('', () => terminal.resize(event.cols, event.rows))
  }
  await write('')
  const shown = Array.from(
    { length: terminal.rows },
    (_, y) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)?.translateToString(true) ?? '',
  )
  return [...shown, `${terminal.cols} ${terminal.buffer.active.type} ${terminal.buffer.active.cursorX}`]
}

test('from a kept screen on a recording shows what it shows from its beginning, and a later part is added to', async () => {
  let at = 0
  const store = async (some: readonly string[]) =>
    inTransaction(db, async tx => {
      for (const part of some.map(one => Buffer.from(one))) {
        await appendToRecording(tx, id, at, part)
        at += part.length
      }
    })
  await store(parts.slice(0, 50))
  await makeScreens({ db }, { id, incident }, 16 * 1024)
  const first = await screenBefore(db, id, last)
  await store(parts.slice(50))
  await makeScreens({ db }, { id, incident }, 16 * 1024)
  const second = await screenBefore(db, id, last)
  expect(second?.at).toBeGreaterThan(first?.at ?? 0)
  const whole = await rows(200)
  for (const byte of [40_000, at]) {
    const kept = await screenBefore(db, id, byte)
    expect(kept?.at, String(byte)).toBeGreaterThan(byte - 24_000)
    expect(await rows(200, kept), String(byte)).toEqual(whole)
  }
  expect(await screenBefore(db, id, 10)).toBeUndefined()
})

test('a redaction takes the kept screens with it; made anew, they do not show what is gone', async () => {
  expect((await screenBefore(db, id, 20_000))?.data).toContain('row')
  await inTransaction(db, tx => maskRecordings(tx, incident, ['the-secret-77'], []))
  expect(await screenBefore(db, id, last)).toBeUndefined()
  await makeScreens({ db }, { id, incident }, 1_024)
  const first = await screenBefore(db, id, 5_000)
  expect(first?.data).toContain('row')
  expect(first?.data).not.toContain('the-secret')
})
