import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyGuard } from './key-guard.ts'

const people = ['ana', 'ben', 'cleo']

/** What may reach the agent, in any order: hand-overs late or twice, keys of anyone with any epoch, and its own person who breaks the glass. */
const told = fc.oneof(
  fc.record({ kind: fc.constant('hand-over' as const), epoch: fc.nat(12), awaits: fc.boolean() }),
  fc.record({ kind: fc.constant('glass' as const) }),
  fc.record({ kind: fc.constant('key' as const), epoch: fc.nat(12), person: fc.constantFrom(...people) }),
)

test('after a hand-over is confirmed no key of anyone else is let in, in whatever order all of it arrives', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 60 }), fc.infiniteStream(fc.constantFrom(...people)), (messages, names) => {
      const holders = Array.from({ length: 13 }, () => names.next().value as string)
      const guard = keyGuard()
      let confirmed = -1
      let awaits = false
      let isBroken = false
      for (const message of messages) {
        if (message.kind === 'hand-over') {
          const awaiting = message.awaits ? ({ awaiting: true } as const) : {}
          guard.learn({ epoch: message.epoch, holder: holders[message.epoch], ...awaiting })
          // Control once taken stays taken; of an older epoch it was never theirs to take.
          if (message.epoch > confirmed) isBroken = false
          if (message.epoch > confirmed) awaits = message.awaits
          else if (message.epoch === confirmed) awaits &&= message.awaits
          confirmed = Math.max(confirmed, message.epoch)
          expect(guard.keyboard().epoch).toBe(confirmed)
        } else if (message.kind === 'glass') {
          guard.breakGlass('ana')
          isBroken = true
        } else if (guard.admits(message)) {
          expect(isBroken).toBe(false)
          expect(awaits).toBe(false)
          expect(message.epoch).toBe(confirmed)
          expect(message.person).toBe(holders[confirmed])
        }
        // Only the person at the machine broke it, so nobody else types there by another's name either.
        if (isBroken) expect([guard.admitsOwner('ana'), guard.admitsOwner('ben')]).toEqual([true, false])
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the holder of the newest epoch types, and the owner only while nobody else holds it', () => {
  const guard = keyGuard()
  expect(guard.admitsOwner('ana')).toBe(true)
  guard.learn({ epoch: 3, holder: 'ben' })
  expect([guard.admits({ epoch: 3, person: 'ben' }), guard.admitsOwner('ana'), guard.admitsOwner('ben')]).toEqual([
    true,
    false,
    true,
  ])
  expect(guard.learn({ epoch: 3, holder: 'ana' })).toBe(false)
  expect(guard.admits({ epoch: 3, person: 'ana' })).toBe(false)
  guard.learn({ epoch: 4 })
  expect([guard.admits({ epoch: 4, person: 'ben' }), guard.admitsOwner('ana')]).toEqual([false, true])
})

test('who was given the keyboard types once they have control, and the owner at the machine likewise', () => {
  const guard = keyGuard()
  guard.learn({ epoch: 5, holder: 'ana', awaiting: true })
  expect([guard.admits({ epoch: 5, person: 'ana' }), guard.admitsOwner('ana')]).toEqual([false, false])
  expect(guard.learn({ epoch: 5, holder: 'ana' })).toBe(true)
  expect([guard.admits({ epoch: 5, person: 'ana' }), guard.admitsOwner('ana')]).toEqual([true, true])
  expect(guard.learn({ epoch: 5, holder: 'ana', awaiting: true })).toBe(false)
})
