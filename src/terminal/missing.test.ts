import { expect, test } from 'vitest'
import { type Gap, gathered, missingIn } from './missing.ts'

const note = (said: object) => `# fireline ${JSON.stringify(said)}`

test('what was not recorded is counted by why; a flood that was cut short is not missed', () => {
  const lines = [
    note({ gap: { bytes: 512 } }),
    '[0.1, "o", "# fireline {\\"gap\\":{\\"bytes\\":9}}"]',
    note({ unrecorded: { bytes: 4_096, why: 'no space left' } }),
    note({ gap: { bytes: 1_000_000, why: 'flood' } }),
    note({ gap: { bytes: 8 } }),
  ]
  expect(missingIn(lines.join('\n'))).toEqual({ line: 520, disk: 4_096 })
})

test('an agent that lies about it moves nothing', () => {
  const lies = [
    { gap: { bytes: -1 } },
    { gap: { bytes: '9' } },
    { gap: null },
    { unrecorded: { bytes: 1.5 } },
    { unrecorded: 7 },
  ]
  expect(missingIn(lies.map(note).join('\n'))).toEqual({ line: 0, disk: 0 })
})

test('a gap that goes on is said at once, then not more than each half minute, and whole at the end', () => {
  let gap: Gap | undefined
  const said = (atMs: number, bytes: number, isLast = false) => {
    const { tell, gap: now } = gathered(gap, bytes, atMs, isLast)
    gap = now
    return tell
  }
  expect([said(0, 1_024), said(100, 2_048), said(200, 4_096), said(300, 0)]).toEqual([1_024, 0, 0, 0])
  expect([said(30_000, 0), said(40_000, 0), said(61_000, 8)]).toEqual([6_144, 0, 8])
  expect([said(62_000, 16), said(63_000, 0, true), said(64_000, 0, true)]).toEqual([0, 16, 0])
})
