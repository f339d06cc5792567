import type { HostDoes } from './host-wishes.ts'
import { no } from './host-wishes.ts'
import { runBounded } from './run-bounded.ts'

/** A check that the file names: its words as they stand there. From the server comes its name and nothing else. */
export const runCheck: NonNullable<HostDoes['run-check']> = {
  level: 2,
  async does({ check }, { file, host, until }) {
    const words = Object.hasOwn(file.checks, check) ? file.checks[check] : undefined
    return words ? runBounded(words, { until }) : no('unknown-check', `${host} names no check "${check}".`)
  },
}
