import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binaryCast, castFrameHead } from '../../src/api/binary-cast.ts'
import type { Audience } from '../../src/hosts/audience.ts'
import { brakeOf } from '../../src/hosts/brake.ts'
import { castRelay } from '../../src/hosts/cast-relay.ts'
import type { Keeper } from '../../src/hosts/keep-recording.ts'
import type { Screen } from '../../src/hosts/screen.ts'
import { wordTree } from '../../src/redact/word-tree.ts'

const nothing = { words: wordTree([]), isKey: () => false }

/** What a server has of a recording: what was handed to the store, byte by byte, and where it believes to be. */
function relaying() {
  let kept = Buffer.alloc(0)
  const keep = (offset: number, lines: Buffer) => {
    expect(offset, 'a hole in what is kept').toBeLessThanOrEqual(kept.length)
    kept = Buffer.concat([kept, lines.subarray(kept.length - offset)])
  }
  const keeper = { keep, handedIn: () => kept.length } as Keeper
  const audience = { tell: () => {} } as unknown as Audience
  const screen = { write: () => {}, resize: () => {} } as unknown as Screen
  const knows = () => nothing
  const relay = castRelay({ id: 'one', stored: 0, screen, audience, happenings: new EventEmitter(), keeper, knows })
  return { relay, kept: () => kept }
}

const line = fc.oneof(
  fc.constantFrom('[0, "o", "x"]', '[0, "r", "80x24"]', '[0, "x", "0"]', '# fireline {"ran":7}', '# fireline {', ''),
  fc.constantFrom('[0, "r", "9999x9999"]', '[[[[', '{"version":3,"term":{"cols":-1}}', '# fireline null', '[0,"o",{}]'),
  fc.string({ maxLength: 20 }).map(text => text.replaceAll('\n', ' ')),
)
const frames = fc.array(
  fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    /** How far its offset lies from the truth. */
    lie: fc.constantFrom(0, 0, 0, -1, -7, -1_000, 1, 500, 2 ** 40),
    isTorn: fc.boolean(),
  }),
  { maxLength: 12 },
)

test('whatever an agent says of offsets, lengths and lines, what is kept has no hole, and nothing throws', () => {
  fc.assert(
    fc.property(frames, said => {
      const { relay, kept } = relaying()
      for (const { lines, lie, isTorn } of said) {
        const offset = Math.max(0, relay.relayedTo() + lie)
        const text = Buffer.from(lines.join('\n') + (isTorn ? '' : '\n'))
        const cast = binaryCast(Buffer.concat([castFrameHead(offset), text]))
        expect(cast === undefined).toBe(isTorn && text.at(-1) !== 10)
        if (cast) expect(relay.take(cast.offset, Buffer.from(cast.lines))).toBe(lie <= 0 || offset === 0)
        expect(kept()).toHaveLength(relay.relayedTo())
      }
    }),
    { numRuns: 1_000 },
  )
})

test('an agent that keeps to no credit, or sends for days as fast as it can, is not read until there is room', () => {
  const is = { ms: 0, far: false, held: false }
  const brake = brakeOf(
    { isFarBeyond: () => is.far },
    held => (is.held = held),
    () => is.ms,
  )
  const mib = 1024 * 1024
  const heldAt = (size: number, ms = 0, far = false) => {
    Object.assign(is, { ms, far })
    brake.look(size)
    return is.held
  }
  expect([heldAt(0), heldAt(9 * mib, 0, true), heldAt(9 * mib)]).toEqual([false, true, false])
  expect([heldAt(97 * mib), heldAt(97 * mib, 60_000)]).toEqual([true, false])
  brake.letGo()
})
