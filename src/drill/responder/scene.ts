import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Caller } from '../client.ts'
import type { Injected } from '../faults/fault.ts'
import type { Mailbox } from '../mailbox.ts'
import type { Shop } from '../shop/shop.ts'

export type Person = Caller & { id: string; name: string }

/** What somebody did in the shop's folder, and what they saw. */
export type Seen = { command: string; output: string; exitCode: number }

/** Where the scripted responders stand: the shop, themselves, and the incident once there is one. */
export type Scene = {
  shop: Shop
  injected: Injected
  mailbox: Mailbox | undefined
  service: string
  ana: Person
  ben: Person
  cleo: Person
  /** On a Fireline that people use: no shell of this machine is shared there, and nothing is written into its runbook. */
  isGuest: boolean
  /** One calm line of the road. */
  tell(step: string, words: string): void
  /** Types it into a shared terminal where there is one, else by hand. */
  shopctl(args: string[]): Promise<Seen>
}

export class StepFailed extends Error {
  override name = 'StepFailed'
}

/** What the road promises, looked at from outside. */
export function expectThat(isSo: unknown, promise: string): asserts isSo {
  if (!isSo) throw new StepFailed(`This did not happen: ${promise}.`)
}

export function commandLine(args: string[]): string {
  return ['./shopctl', ...args.map(each => (/^[\w.-]+$/.test(each) ? each : `"${each}"`))].join(' ')
}

export async function runShopctl(folder: string, args: string[]): Promise<Seen> {
  return new Promise(done => {
    execFile(join(folder, 'shopctl'), args, { timeout: 20_000 }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : error ? 1 : 0
      done({ command: commandLine(args), output: (stdout + stderr).trimEnd(), exitCode })
    })
  })
}
