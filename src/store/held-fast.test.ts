import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { castChain } from './held-fast.ts'

/** As docs/replay.md says it, with nothing of ours. */
function byHand(bytes: Buffer): string {
  let digest = Buffer.alloc(32)
  for (let at = 0; at < bytes.length; at += 65_536)
    digest = createHash('sha256')
      .update(Buffer.concat([digest, bytes.subarray(at, at + 65_536)]))
      .digest()
  return digest.toString('hex')
}

test('the digest is the same however the bytes came, and a look at it changes nothing', () => {
  const bytes = Buffer.alloc(200_000, 'a line that a shell printed\n')
  for (const piece of [1_000, 65_535, 65_536, 65_537, 200_000]) {
    const chain = castChain()
    for (let at = 0; at < bytes.length; at += piece) {
      chain.add(bytes.subarray(at, at + piece))
      expect(chain.now().toString('hex')).toBe(byHand(bytes.subarray(0, at + piece)))
    }
  }
})

test('a chain goes on from its last whole part', () => {
  const bytes = Buffer.alloc(150_000, 'x')
  const [first] = castChain().add(bytes)
  const rest = castChain({ n: 1, digest: first?.digest ?? Buffer.alloc(0) })
  rest.add(bytes.subarray(65_536))
  expect(rest.now().toString('hex')).toBe(byHand(bytes))
})
