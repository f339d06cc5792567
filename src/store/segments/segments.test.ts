import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type FakeDisk, fakeDisk } from '../../../test/fakes/disk.ts'
import { seeded } from '../../drill/random.ts'
import type { LogRecord } from './frame.ts'
import { openSegments, type Segments } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-segments-'))
const opened: Segments[] = []
afterAll(async () => {
  for (const segments of opened) await segments.stop()
  rmSync(folder, { recursive: true, force: true })
})

const segmentBytes = 16 * 1024
const reserveBytes = 1_000_000
const open = async (files: FakeDisk) => {
  const segments = await openSegments({ folder, files, segmentBytes, reserveBytes }, undefined)
  opened.push(segments)
  return segments
}

const record = (body: string): LogRecord => ({
  receipt: '0197f000-0000-7000-8000-000000000001',
  at: '2026-01-31T02:00:00.000Z',
  integration: '0197f000-0000-7000-8000-000000000002',
  source: 'plain',
  body,
})
const found = ({ found }: Segments) => found.map(one => one.record.body)

test('what was kept comes back as it was, in its order, from as many segments as it took', async () => {
  const disk = fakeDisk()
  const { writer } = await open(disk)
  const bodies = Array.from({ length: 100 }, (_, n) => `${n} ${'x'.repeat(n * 13)}`)
  for (const body of bodies) await writer.append(record(body))
  const again = await open(disk)
  expect(found(again)).toEqual(bodies)
  expect(again.found[0]?.record).toEqual(record(bodies[0] ?? ''))
  expect(new Set(again.found.map(one => one.place.segment)).size).toBeGreaterThan(4)
})

test('between a write and its answer lies a sync, and many share one', async () => {
  const disk = fakeDisk()
  const { writer } = await open(disk)
  disk.asked.length = 0
  await writer.append(record('alone')).then(() => disk.asked.push('answered'))
  expect(disk.asked.map(said => said.split(' ')[0])).toEqual(['write', 'sync', 'answered'])
  disk.asked.length = 0
  await Promise.all(Array.from({ length: 50 }, () => writer.append(record('together'))))
  expect(disk.asked.filter(said => said.startsWith('sync'))).toHaveLength(1)
})

test.each(['sync', 'write'] as const)(
  'after a %s that failed nothing of it is kept, and its segment is never written again',
  async what => {
    const disk = fakeDisk()
    const { writer } = await open(disk)
    const before = await writer.append(record('before'))
    disk.failNext = what
    await expect(writer.append(record('lost'))).rejects.toThrow(/input\/output/)
    const after = await writer.append(record('after'))
    expect(after.segment).toBeGreaterThan(before.segment)
    expect(found(await open(disk))).toEqual(['before', 'after'])
  },
)

test('whenever the power is cut, what was answered is there, and nothing torn is believed', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = seeded(seed)
    const disk = fakeDisk()
    const { writer } = await open(disk)
    const kept: string[] = []
    const all = new Set<string>()
    for (let n = 0; n < 5; n++) {
      const group = Array.from(
        { length: 1 + Math.floor(random() * 8) },
        (_, i) => `${n}.${i} ${'y'.repeat(random() * 2_000)}`,
      )
      group.forEach(body => all.add(body))
      const answered = Promise.all(group.map(body => writer.append(record(body)).then(() => kept.push(body))))
      if (n < 4) await answered
      else answered.catch(() => {})
    }
    // The last group is written, or not even that, and not synced.
    await new Promise(resolve => setImmediate(resolve))
    const there = found(await open(disk.afterPowerCut(random)))
    expect(
      there.filter(body => kept.includes(body)),
      `seed ${seed}`,
    ).toEqual(kept)
    expect(
      there.filter(body => !all.has(body)),
      `seed ${seed}`,
    ).toEqual([])
  }
})

test('a segment that is applied is used again, and what it held before is never read', async () => {
  const disk = fakeDisk()
  const segments = await open(disk)
  for (let n = 0; n < 200; n++) {
    const place = await segments.writer.append(record(`${n} ${'z'.repeat(500)}`))
    await segments.forgetBefore(place.segment)
  }
  expect((await disk.list()).length).toBeLessThan(6)
  const numbers = found(await open(disk)).map(body => Number(body.split(' ')[0]))
  expect(numbers.length).toBeLessThan(40)
  expect(numbers).toEqual(numbers.map((_, i) => 200 - numbers.length + i))
})

test('with less than twice the reserve free it is closed before anything is lost, and opens by itself', async () => {
  const disk = fakeDisk()
  const { room } = await open(disk)
  expect(room.trouble()).toBeUndefined()
  expect(await disk.list()).toContain('reserve')
  disk.free = 1_999_999
  await room.look()
  expect(room.trouble()).toMatch(/free/)
  expect(await disk.list()).toContain('reserve')
  disk.free = 200_000
  await room.look()
  expect(await disk.list()).not.toContain('reserve')
  disk.free = 5_000_000
  await room.look()
  expect(room.trouble()).toBeUndefined()
  expect(await disk.list()).toContain('reserve')
})

test('a disk that failed closes it until a segment can be opened again', async () => {
  const disk = fakeDisk()
  const { room, writer } = await open(disk)
  room.failed(new Error('EIO'))
  expect(room.trouble()).toBe('EIO')
  await room.look()
  expect(room.trouble()).toBeUndefined()
  await writer.append(record('goes on'))
  expect(found(await open(disk))).toEqual(['goes on'])
})
