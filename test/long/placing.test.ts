import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, startWorld, type World } from '../harness.ts'
import { muting, play, type Step, steps } from '../placing-sequences.ts'

let world: World
let ana: Caller
beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  expect((await world.admin.post('/api/v1/rules', { basedOn: 0, rules: muting })).status).toBe(201)
})
afterAll(() => world.stop())

const sequences = Number(process.env['FIRELINE_SEQUENCES'] ?? 1_000)

test('a thousand times, whatever fires, ends, is silenced and muted in whatever order: nothing is lost, and nothing burns for nothing', async () => {
  let n = 0
  const holds = (happens: Step[]) => play(world, ana, `seq-${n++}`, happens)
  await fc.assert(fc.asyncProperty(steps, holds), { numRuns: sequences, endOnFailure: true })
  expect(world.errors).toEqual([])
})
