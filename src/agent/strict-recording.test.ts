import { mkdtempSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FromAgent2 } from '../api/agent-protocol.ts'
import { castWriter } from './cast-writer.ts'
import type { Keeping } from './keeping.ts'
import { letIn } from './keeping.ts'
import { recordingFiles } from './recording-files.ts'
import { goOnUnrecorded, strictness } from './strict-recording.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fireline-strict-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A shell with a disk that refuses when it is told to, and a server that stores when it is told to. */
function shell(strict: boolean) {
  const disk = { isFull: false }
  const now = { ms: 0, stored: 0 }
  const told: FromAgent2[] = []
  const typed: string[] = []
  const write = ((...args: Parameters<typeof writeSync>) => {
    if (disk.isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    return writeSync(...args)
  }) as typeof writeSync
  const files = recordingFiles({ folder, write })
  const cast = castWriter(files, { title: 'bash', cols: 80, rows: 24, startedAt: new Date() }, () => now.ms)
  const waits = { now: false }
  const keeping = {
    files,
    cast,
    line: { send: (frame: FromAgent2) => told.push(frame), stored: () => now.stored, grown: () => {} },
    flow: { waitForDisk: (waiting: boolean) => (waits.now = waiting), grown: () => {} },
    welcome: strict ? { strict: true } : {},
    hooks: [],
    pty: { write: (data: string) => typed.push(data) },
    attached: new Set(),
  } as unknown as Keeping
  keeping.strict = strictness(keeping, () => now.ms)
  const look = (ms: number) => {
    now.ms += ms
    keeping.strict?.look()
  }
  const states = () => told.flatMap(frame => (frame.type === 'recording' ? [frame.state] : []))
  const recorded = () => files.read(0, 100_000).toString()
  return { disk, now, keeping, waits, look, states, told, typed, recorded }
}

const keys = { data: 'x', by: 'local' as const }

test('a shell whose recording is best effort goes on, marked, and is recorded again where the disk takes it', () => {
  const { disk, keeping, waits, look, states, typed, recorded } = shell(false)
  disk.isFull = true
  keeping.cast.output(['what was shown'])
  look(5_000)
  expect(waits.now).toBe(false)
  letIn(keeping, keys)
  expect(typed).toEqual(['x'])
  disk.isFull = false
  keeping.files.tryAgain()
  look(1)
  expect(keeping.files.inMemory()).toBe(0)
  expect(recorded()).toContain('what was shown')
  expect(states()).toEqual(['unrecorded', 'recorded'])
})

test('a strict one waits only while the server has not stored it either, and says so with the way forward', () => {
  const { disk, now, keeping, waits, look, states, told, typed } = shell(true)
  disk.isFull = true
  keeping.cast.output(['one'])
  look(1)
  expect(waits.now).toBe(true)
  now.stored = keeping.files.size()
  look(1)
  expect(waits.now).toBe(false)
  keeping.cast.output(['two'])
  look(1)
  look(3_000)
  expect(waits.now).toBe(true)
  letIn(keeping, { data: 'rm', by: { person: 'ben', epoch: 1 } })
  expect(typed).toEqual([])
  expect(told.at(-1)).toMatchObject({
    type: 'held',
    why: 'unrecorded',
    says: expect.stringContaining('Go on unrecorded'),
  })
  disk.isFull = false
  keeping.files.tryAgain()
  look(1)
  expect(waits.now).toBe(false)
  expect(states()).toEqual(['unrecorded', 'waits', 'recorded'])
})

test('whoever types goes on with a reason; it is recorded as soon as anything is, and the next trouble is asked anew', () => {
  const { disk, keeping, waits, look, states, typed, recorded } = shell(true)
  goOnUnrecorded(keeping, 'ben', 'nothing is wrong yet')
  disk.isFull = true
  keeping.cast.output(['one'])
  look(1)
  look(3_000)
  goOnUnrecorded(keeping, 'ben', 'the pool is down')
  expect(waits.now).toBe(false)
  letIn(keeping, keys)
  expect(typed).toEqual(['x'])
  disk.isFull = false
  keeping.files.tryAgain()
  look(1)
  expect(recorded()).toMatch(/^# fireline \{"anyway":\{"person":"ben","reason":"the pool is down"/m)
  expect(recorded()).not.toContain('nothing is wrong')
  disk.isFull = true
  keeping.cast.output(['two'])
  look(1)
  expect(waits.now).toBe(true)
  expect(states()).toEqual(['unrecorded', 'waits', 'unrecorded', 'recorded', 'unrecorded'])
})
