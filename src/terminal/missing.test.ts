import { expect, test } from 'vitest'
import { missingIn } from './missing.ts'

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
