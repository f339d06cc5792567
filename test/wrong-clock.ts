import { globSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireProgram } from './real-program.ts'

/** The wall clock of one child process, by libfaketime: wrong for everything in it that asks the C library. Its monotonic clock is right. */
export interface WrongClock {
  /** For the child to start with. */
  env: Record<string, string>
  set(wrongByMs: number): void
}

/** Makes them, each with a file of its own in this folder; undefined where libfaketime is missing, and that is said. */
export function wrongClocksIn(folder: string): ((name: string) => WrongClock) | undefined {
  const [library] = requireProgram('faketime') ? globSync('/usr/lib/*/faketime/libfaketimeMT.so.1') : []
  if (library === undefined) return undefined
  return name => {
    const file = join(folder, `${name}.clock`)
    const set = (wrongByMs: number) => {
      const seconds = Math.round(wrongByMs / 1_000)
      // Never read when half of it is written.
      writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`)
      renameSync(`${file}.new`, file)
    }
    set(0)
    return {
      env: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        FAKETIME_DONT_RESET: '1',
      },
      set,
    }
  }
}
