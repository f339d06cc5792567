import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inBatches } from '../killed/in-batches.ts'
import { type Round, runNodes } from '../killed/node-faults.ts'
import { proofSize } from '../proof-size.ts'

const stopS = proofSize('F8_STOP_S')
const leaseMs = 10_000

/** The one whose page is half way, and so many others. */
function victims({ nodes, first }: Round, count: number) {
  const sender = nodes.senderOf(first)
  return [sender, ...nodes.alive().filter(node => node !== sender)].slice(0, count)
}

test.for([1, 2])('of three nodes %i are killed while an incident escalates', async count => {
  const kill = async (round: Round) => {
    const from = performance.now()
    const hit = victims(round, count)
    for (const node of hit) node.signal('SIGKILL')
    await Promise.all(hit.map(node => node.gone))
    return { from, to: performance.now(), hit }
  }
  const { troubles } = await inBatches({
    fault: `F8, ${count} killed`,
    times: proofSize('F8_KILLED'),
    atOnce: 10,
    size: times => `${times} times`,
    run: rounds => runNodes({ rounds, beLateMs: leaseMs + 3_000, fault: kill }),
  })
  expect(troubles).toEqual([])
})

test.for([1, 2])('of three nodes %i stand still while an incident escalates, and go on', async count => {
  const stop = async (round: Round) => {
    const from = performance.now()
    const hit = victims(round, count)
    for (const node of hit) node.signal('SIGSTOP')
    await wait(stopS * 1_000)
    for (const node of hit) node.signal('SIGCONT')
    return { from, to: performance.now(), hit }
  }
  const { troubles } = await inBatches({
    fault: `F8, ${count} stopped`,
    times: proofSize('F8_STOPPED'),
    atOnce: 5,
    size: times => `${times} times, for ${stopS} s each`,
    // Who stands still in the middle of a transaction keeps the others from its timeline until the database ends that.
    run: rounds => runNodes({ rounds, beLateMs: leaseMs + 13_000, fault: stop }),
  })
  expect(troubles).toEqual([])
})
