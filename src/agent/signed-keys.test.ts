import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FromAgent2 } from '../api/agent-protocol.ts'
import { type KeySigner, keySigner } from '../api/key-signer.ts'
import type { Keys } from './keeper-hooks.ts'
import { signedKeys } from './signed-keys.ts'

const terminal = '7d1d2f6e-0000-4000-8000-000000000001'

/** A shell that knows these people's keys: what it let in, and what it said of the rest. */
function shellOf(...people: [string, KeySigner][]) {
  const said: FromAgent2[] = []
  const hook = signedKeys({ terminal }, { tell: frame => said.push(frame) })
  for (const [person, { publicKey }] of people) hook.knows?.({ person, key: publicKey })
  let letIn = ''
  const type = (keys: Keys) => {
    const word = hook.beforeKeys(keys)
    if (word === 'pass') letIn += keys.data
    return word
  }
  return { type, said, letIn: () => letIn, hook }
}

async function signed(signer: KeySigner, data: string, person = 'ben', epoch = 3): Promise<Keys> {
  return { data, by: { person, epoch, ...(await signer.sign({ terminal, epoch, data })) } }
}

test('what a key of the opening signed is typed, each piece once', async () => {
  const ben = await keySigner()
  const shell = shellOf(['ben', ben])
  const [one, two] = [await signed(ben, 'uptime'), await signed(ben, '\r')]
  expect([shell.type(one), shell.type(one), shell.type(two)]).toEqual(['pass', 'drop', 'pass'])
  expect(shell.letIn()).toBe('uptime\r')
})

test('nothing else is typed: unsigned, by another key, for another terminal, of nobody, agreed by Fireline, or local', async () => {
  const [ben, ana] = [await keySigner(), await keySigner()]
  const shell = shellOf(['ben', ben])
  const good = await signed(ben, 'x')
  const by = good.by as Exclude<Keys['by'], 'local'>
  const elsewhere = await ben.sign({ terminal: '7d1d2f6e-0000-4000-8000-000000000002', epoch: 3, data: 'x' })
  const wrong: Keys[] = [
    { data: 'x', by: 'local' },
    { data: 'x', by: { person: 'ben', epoch: 3 } },
    { data: 'y', by },
    { data: 'x', by: { ...by, epoch: 4 } },
    { data: 'x', by: { ...by, after: 1 } },
    { data: 'x', by: { ...by, seq: 5 } },
    { data: 'x', by: { ...by, sig: '' } },
    { data: 'x', by: { ...by, sig: '\u0000not base64' } },
    { data: 'x', by: { ...by, agreed: true } },
    { data: 'x', by: { ...by, person: 'ana' } },
    { data: 'x', by: { person: 'ben', epoch: 3, ...elsewhere } },
    await signed(ana, 'x'),
  ]
  expect(wrong.map(shell.type)).toEqual(wrong.map(() => 'drop'))
  expect(shell.letIn()).toBe('')
  expect(shell.type(good)).toBe('pass')
})

test('keys that were kept back on the way are missed, and typing goes on only when their sender knows', async () => {
  const ben = await keySigner()
  const shell = shellOf(['ben', ben])
  shell.type(await signed(ben, 'rm -rf /'))
  const kept = await signed(ben, 'tmp/old')
  const enter = await signed(ben, '\r')
  expect(shell.type(enter)).toBe('drop')
  const told = shell.said.at(-1) as Extract<FromAgent2, { type: 'unsigned' }>
  expect(told).toMatchObject({ person: 'ben', why: 'lost' })
  expect(ben.goOnAfter(told.last, told.seq)).toBe(true)
  expect(ben.goOnAfter(told.last, told.seq)).toBe(false)
  expect(shell.type(await signed(ben, '\u0015'))).toBe('pass')
  expect([shell.type(kept), shell.type(enter)]).toEqual(['drop', 'drop'])
  expect(shell.letIn()).toBe('rm -rf /\u0015')
})

test('whatever the line between does to signed keys, the shell reads the beginning of what was typed and no more', async () => {
  const [ben, ana] = [await keySigner(), await keySigner()]
  const typed = 'drop table orders;\r'.split('').map((data, at) => `${data}${at}`)
  const honest = await Promise.all(typed.map(data => signed(ben, data)))
  const others = await Promise.all(typed.map(data => signed(ana, data)))
  const piece = fc.record({
    from: fc.constantFrom(honest, honest, honest, others),
    at: fc.nat(honest.length - 1),
    change: fc.constantFrom('none', 'none', 'none', 'data', 'epoch', 'no-sig', 'after'),
  })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      const shell = shellOf(['ben', ben])
      const inOrder = honest.map((_, at) => ({ from: honest, at, change: 'none' }))
      for (const one of [...pieces, ...inOrder.slice(0, 6)]) shell.type(changed(one))
      const whole = typed.join('')
      expect(whole.startsWith(shell.letIn())).toBe(true)
      expect(shell.letIn().length).toBeGreaterThanOrEqual(typed.slice(0, 6).join('').length)
    }),
    { numRuns: 40 },
  )
})

function changed({ from, at, change }: { from: Keys[]; at: number; change: string }): Keys {
  const { data, by } = from[at] as { data: string; by: Exclude<Keys['by'], 'local'> }
  if (change === 'data') return { data: `${data} `, by }
  if (change === 'epoch') return { data, by: { ...by, epoch: by.epoch + 1 } }
  if (change === 'after') return { data, by: { ...by, after: (by.after ?? 0) + 1 } }
  if (change === 'no-sig') return { data, by: { ...by, sig: undefined } }
  return { data, by }
}
