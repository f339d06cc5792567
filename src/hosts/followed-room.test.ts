import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Entry } from '../incident/entry.ts'
import { type FollowedRoom, followRoom } from './followed-room.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Step =
  | { do: 'append'; count: number }
  | { do: 'redact' | 'look' | 'fail' | 'a moment' | 'forget' }
  | { do: 'join'; after: number; isStream: boolean }
  | { do: 'leave' | 'slow' | 'drain'; who: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('append' as const), count: fc.constantFrom(1, 2, 30, 600) }),
  fc.record({ do: fc.constantFrom('redact' as const, 'look', 'look', 'fail', 'a moment', 'a moment', 'forget') }),
  fc.record({ do: fc.constant('join' as const), after: fc.nat(1_500), isStream: fc.boolean() }),
  fc.record({ do: fc.constantFrom('leave' as const, 'slow', 'drain'), who: fc.nat(5) }),
)

it('hands everybody every entry after theirs, in order and once, however they come, go, stall and reads fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async steps => {
      const world = timelineOf()
      for (const one of steps) await world.take(one)
      await world.settle()
      for (const { after, seqs, isHere } of world.watchers) {
        const expected = Array.from({ length: Math.max(0, world.rows.length - after) }, (_, i) => after + 1 + i)
        expect(seqs).toEqual(isHere ? expected : expected.slice(0, seqs.length))
      }
      expect(world.room.copy()?.entries).toEqual(world.rows.length > 0 ? world.rows : undefined)
      expect(world.secretsAfterRedaction).toEqual([])
    }),
    { numRuns: 40 },
  )
})

it('builds a frame once for all who are at the same place', async () => {
  const world = timelineOf()
  await world.take({ do: 'append', count: 3 })
  await world.settle()
  for (let n = 0; n < 3; n++) await world.take({ do: 'join', after: 3, isStream: false })
  await world.take({ do: 'append', count: 1 })
  await world.settle()
  expect(new Set(world.watchers.map(one => one.frames.at(-1))).size).toBe(1)
})

it('says to everybody but one, and to no stream', async () => {
  const room = followRoom('i1', async () => [])
  const heard: string[] = []
  const ear = (person: string | undefined) => ({ person, frame: () => heard.push(`${person}`), backlog: () => 0 })
  for (const person of ['ana', 'ben', undefined]) room.watch(0, ear(person))
  room.say({ type: 'side', incident: 'i1', notes: [] }, person => person === 'ana')
  expect(heard).toEqual(['ben'])
})

interface Watching {
  after: number
  seqs: number[]
  frames: Buffer[]
  isHere: boolean
  isSlow: boolean
  leave(): void
}

/** A timeline of which texts are taken out, read over a line that fails, and those who watch it. */
function timelineOf() {
  let rows: Entry[] = []
  let failing = 0
  let redactedAt = 0
  const watchers: Watching[] = []
  const secretsAfterRedaction: string[] = []
  const room: FollowedRoom = followRoom('i1', async (after, most) => {
    const now = rows.slice(after, after + most)
    if (failing > 0) {
      failing -= 1
      throw new Error('no answer')
    }
    await Promise.resolve()
    return now
  })
  const add = (type: string, text: string) => rows.push(entry(rows.length + 1, type, text))
  const look = () => room.look().catch(() => {})
  const take = async (one: Step) => {
    if (one.do === 'append') for (let n = 0; n < one.count; n++) add('Said', 'secret')
    if (one.do === 'redact') {
      rows = rows.map(row => entry(row.seq, row.type, 'masked'))
      add('Redacted', '')
      redactedAt = rows.length
    }
    if (one.do === 'look') void look()
    if (one.do === 'fail') failing = 1
    if (one.do === 'forget') {
      // What is being read at this moment was asked for before.
      add('Said', 'secret')
      void look()
      room.forget()
    }
    if (one.do === 'a moment') await Promise.resolve()
    if (one.do === 'join' && watchers.length < 6) join(one)
    const who = 'who' in one ? watchers[one.who] : undefined
    if (who && one.do === 'leave') {
      who.isHere = false
      who.leave()
    }
    if (who && one.do !== 'leave') who.isSlow = one.do === 'slow'
  }
  const join = ({ after, isStream }: Step & { do: 'join' }) => {
    const watching: Watching = { after, seqs: [], frames: [], isHere: true, isSlow: false, leave: () => {} }
    watchers.push(watching)
    watching.leave = room.watch(after, {
      form: isStream ? 'stream' : 'socket',
      backlog: () => (watching.isSlow ? 1_000_000 : 0),
      frame(frame) {
        watching.frames.push(frame)
        const entries = entriesIn(frame.toString(), isStream)
        watching.seqs.push(...entries.map(one => one.seq))
        // A frame that tells of the redaction, or comes after one that did, was read when the text was gone.
        const isAfter = redactedAt > 0 && watching.seqs.includes(redactedAt)
        if (isAfter) for (const one of entries.slice(0, -1)) if (isOld(one)) secretsAfterRedaction.push(one.id)
      },
    })
  }
  const isOld = (one: Entry) => one.seq < redactedAt && JSON.stringify(one).includes('secret')
  return {
    room,
    watchers,
    secretsAfterRedaction,
    get rows() {
      return rows
    },
    take,
    async settle() {
      failing = 0
      for (const one of watchers) one.isSlow = false
      await look()
      // A look that was under way looks once more.
      for (let n = 0; n < 40; n++) await Promise.resolve()
      await look()
      vi.advanceTimersByTime(200)
    },
  }
}

const entry = (seq: number, type: string, text: string): Entry =>
  ({
    id: `e${seq}`,
    incident: 'i1',
    seq,
    at: '',
    by: { kind: 'system', id: '', name: '' },
    type,
    v: 1,
    data: { text },
  }) as unknown as Entry

const entriesIn = (text: string, isStream: boolean): Entry[] =>
  isStream
    ? [...text.matchAll(/data: (.*)\n/g)].map(([, json]) => JSON.parse(String(json)) as Entry)
    : (JSON.parse(text) as { entries: Entry[] }).entries
