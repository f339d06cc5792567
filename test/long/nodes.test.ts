import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { keepMeasured, resultOf } from '../killed/measured.ts'
import { type Round, runNodes } from '../killed/node-faults.ts'

const rounds = Number(process.env['FIRELINE_PROOF_TIMES'] ?? 50)
const stopMs = Number(process.env['FIRELINE_PROOF_STOP_MS'] ?? 60_000)
const leaseMs = 10_000

/** The one whose page is half way, and so many others. */
function victims({ nodes, first }: Round, count: number) {
  const sender = nodes.senderOf(first)
  return [sender, ...nodes.alive().filter(node => node !== sender)].slice(0, count)
}

test.for([1, 2])('of three nodes %i are killed while an incident escalates', async count => {
  const proof = await runNodes({
    rounds,
    beLateMs: leaseMs + 3_000,
    async fault(round) {
      const from = performance.now()
      const hit = victims(round, count)
      for (const node of hit) node.signal('SIGKILL')
      await Promise.all(hit.map(node => node.gone))
      return { from, to: performance.now(), hit }
    },
  })
  keepMeasured({ fault: `F8, ${count} killed`, size: `${rounds} times`, result: resultOf(proof) })
  expect(proof.troubles).toEqual([])
})

test.for([1, 2])('of three nodes %i stand still while an incident escalates, and go on', async count => {
  const proof = await runNodes({
    rounds,
    // Who stands still in the middle of a transaction keeps the others from its timeline until the database ends that.
    beLateMs: leaseMs + 13_000,
    async fault(round) {
      const from = performance.now()
      const hit = victims(round, count)
      for (const node of hit) node.signal('SIGSTOP')
      await wait(stopMs)
      for (const node of hit) node.signal('SIGCONT')
      return { from, to: performance.now(), hit }
    },
  })
  const size = `${rounds} times, for ${stopMs / 1_000} s each`
  keepMeasured({ fault: `F8, ${count} stopped`, size, result: resultOf(proof) })
  expect(proof.troubles).toEqual([])
})
