import { expect, test } from 'vitest'
import type { Entry } from '../../incident/entry.ts'
import type { Terminal } from '../../incident/incident.ts'
import { readCast } from '../../terminal/cast-events.ts'
import { findIn, printedLines } from './find.ts'
import { markFrom, recordedMarks, snapped } from './marks.ts'
import { beatsOf, countTo, momentsOf, played, startOf } from './moments.ts'
import { momentOn, onTrack, stepMs } from './track.ts'

const at = (time: string) => `2026-11-22T${time}Z`
const ms = (time: string) => Date.parse(at(time))
const terminal: Terminal = {
  id: 'T',
  title: 'bash',
  host: 'db-1',
  person: 'ana',
  recording: 'R',
  state: 'ended',
  sharedAt: at('03:00:02.000'),
}
const entry = (seq: number, time: string, type: string, data: object) =>
  ({
    id: `e${seq}`,
    incident: 'i',
    seq,
    at: at(time),
    by: { kind: 'person', id: 'ana', name: 'Ana' },
    type,
    v: 1,
    data,
  }) as Entry
const cast = readCast(
  [
    '{"version":3,"term":{"cols":80,"rows":24}}',
    '[1, "o", "$ uptime\\r\\n"]',
    '[9, "o", "up \\u001b[1m12\\u001b[0m days\\r\\n"]',
    '# fireline {"ran":{"offset":70,"command":"uptime"}}',
    '[600, "o", "late word"]',
  ].join('\n'),
)
const ran = { terminal: 'T', command: 'uptime', startedAt: at('09:00:00.000'), durationMs: 9_000, offset: 70 }
const entries = [
  entry(1, '03:00:02.000', 'TerminalShared', { terminal: 'T' }),
  entry(2, '03:00:10.040', 'CommandRan', ran),
  entry(3, '03:05:00.000', 'UpdatePosted', {}),
]

test('a recording begins by the clock of the timeline, whatever its own host thinks that it is', () => {
  expect(startOf(terminal, cast, entries)).toBe(ms('03:00:00.040'))
  expect(startOf(terminal, cast, entries.slice(0, 1))).toBe(ms('03:00:02.000'))
})

test('an entry is at its moment; a command that a cut line brought late is where its output ended', () => {
  const recorded = [{ terminal, cast, startMs: ms('03:00:00.000') }]
  const late = entry(3, '03:04:00.000', 'CommandRan', ran)
  expect(momentsOf([...entries.slice(0, 1), late], recorded)).toEqual([ms('03:00:02.000'), ms('03:00:10.000')])
  const moments = momentsOf(entries, recorded)
  expect(moments[2]).toBe(ms('03:05:00.000'))
  expect([0, ms('03:00:02.000'), ms('03:00:09.999'), ms('09:00:00.000')].map(one => countTo(moments, one))).toEqual([
    0, 1, 1, 3,
  ])
})

test('an entry that is marked in the recording is there, though its host slept meanwhile and recorded less', () => {
  const slept = readCast(
    ['{"version":3,"term":{"cols":80,"rows":24}}', '[20, "m", "entry 3: S1 suggested"]', '[1, "o", "x"]'].join('\n'),
  )
  const moments = momentsOf(entries, [{ terminal, cast: slept, startMs: ms('03:00:00.000') }])
  expect(moments[2]).toBe(ms('03:00:20.000'))
})

test('a press near a mark means it, and the marks are gone through one by one', () => {
  const marks = recordedMarks({
    terminal,
    cast: readCast('{"term":{"cols":8,"rows":2}}\n[4,"m","$ ls"]\n[5,"m","$ w"]'),
    startMs: 0,
  })
  expect(marks).toEqual([
    { at: 4_000, says: '$ ls', kind: 'command' },
    { at: 9_000, says: '$ w', kind: 'command' },
  ])
  expect([snapped(4_300, marks, 500), snapped(4_600, marks, 500)]).toEqual([4_000, 4_600])
  expect([markFrom(4_000, marks, 'next'), markFrom(9_000, marks, 'before')]).toEqual([9_000, 4_000])
})

test('the last place of the track is the very end, however long the story', () => {
  for (const ms of [0, 1, 499, 500, 501, 20_345, 7_200_100]) {
    const story = { from: 10_000, to: 10_000 + ms }
    const { max, value } = onTrack(story.to, story)
    // As a browser has it: in steps from 0, so the last one has to be on the track.
    expect([max % stepMs, value, momentOn(max, story)]).toEqual([0, max, story.to])
    expect(momentOn(0, story)).toBe(story.from)
  }
  expect(onTrack(10_750, { from: 10_000, to: 11_100 })).toEqual({ value: 750, max: 1_500 })
})

test('pauses are cut to a moment before what comes next, and the clock ends with the story', () => {
  const beats = beatsOf([0, 1_000, 61_000], undefined)
  expect(played(1_000, 16, beats, 61_000, true)).toBe(61_000 - 1_500 + 16)
  expect(played(1_000, 16, beats, 61_000, false)).toBe(1_016)
  expect(played(60_990, 16, beats, 61_000, true)).toBe(61_000)
})

test('words are found in what was printed, without its colours', () => {
  const lines = printedLines({ terminal, cast, startMs: 0 })
  expect(findIn(lines, 'UP 12 d')).toEqual([{ line: 'up 12 days', at: 10_000 }])
  expect(findIn(lines, 'late')).toEqual([{ line: 'late word', at: 610_000 }])
  expect(findIn(lines, ' ')).toEqual([])
})
