import { setTimeout as wait } from 'node:timers/promises'
import type { Message } from './children.ts'

/** What customers met, as they told it. */
export type Experience = {
  hear: (message: Message) => void
  inTheLast: (lastMs: number) => { answered: number; failed: number }
  untilAnswered: (count: number) => Promise<void>
}

const keptMs = 60_000
const patienceMs = 5_000

export function experienced(): Experience {
  let tallies: { at: number; answered: number; failed: number }[] = []
  const inTheLast = (lastMs: number) => {
    const late = tallies.filter(each => each.at >= performance.now() - lastMs)
    const sum = { answered: 0, failed: 0 }
    for (const each of late) {
      sum.answered += each.answered
      sum.failed += each.failed
    }
    return sum
  }
  return {
    inTheLast,
    hear: message => {
      if (message['type'] !== 'tally') return
      const at = performance.now()
      tallies = tallies.filter(each => each.at >= at - keptMs)
      tallies.push({ at, answered: Number(message['answered']), failed: Number(message['failed']) })
    },
    untilAnswered: async count => {
      for (const until = performance.now() + patienceMs; performance.now() < until; await wait(20)) {
        const { answered, failed } = inTheLast(keptMs)
        if (answered - failed >= count) return
      }
      throw new Error('The shop did not answer its customers within 5 s. See the logs in its folder.')
    },
  }
}
