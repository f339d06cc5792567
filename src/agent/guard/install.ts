import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { type Placed, placeFiles } from './place-files.ts'
import type { GuardPlaces } from './places.ts'
import { revertLater, untilIn } from './revert.ts'
import { uninstallScript } from './uninstall-script.ts'

/** What there is on this host. `answers` is what it heard from Fireline, in words; none when it hears nothing. */
export type GuardHere =
  | { is: 'none' }
  | { is: 'confirmed'; answers?: string }
  | { is: 'unconfirmed'; until: number; answers?: string }

/**
 * Puts it there, tries whether it answers, and starts the clock: unless `confirm` comes in time, everything is undone by a process that
 * needs neither us nor this login. A guard that does not answer is taken off at once, and the error says why.
 */
export async function installGuard(
  places: GuardPlaces,
  files: readonly Placed[],
  { confirmWithinSeconds }: { confirmWithinSeconds: number },
): Promise<void> {
  await uninstallGuard(places)
  const until = untilIn(confirmWithinSeconds)
  const installed = placeFiles(places, [...files, { path: unconfirmed(places), text: `${until}\n`, mode: 0o644 }])
  writeFileSync(script(places), uninstallScript(places, installed), { mode: 0o755 })
  const trouble = await whatIsWrong(places)
  if (trouble) {
    await uninstallGuard(places)
    throw new Error(`${trouble} Everything is as it was.`)
  }
  revertLater(unconfirmed(places), script(places), until, confirmWithinSeconds)
}

/** `until` is in seconds since 1970. */
export async function guardHere(places: GuardPlaces): Promise<GuardHere> {
  if (!hasGuard(places)) return { is: 'none' }
  const said = await answerNow(places)
  const answers = said && { answers: inWords(said) }
  if (!existsSync(unconfirmed(places))) return { is: 'confirmed', ...answers }
  return { is: 'unconfirmed', until: Number(readFileSync(unconfirmed(places), 'utf8')), ...answers }
}

/** What is there stays, the guard and who it holds. False when there was nothing to confirm. */
export function confirmGuard(places: GuardPlaces): boolean {
  const waiting = [unconfirmed(places), unconfirmedHold(places)].filter(file => existsSync(file))
  for (const file of waiting) rmSync(file)
  return waiting.length > 0
}

/** Everything that it brought is gone. False when there was none. */
export async function uninstallGuard(places: GuardPlaces): Promise<boolean> {
  if (!hasGuard(places)) return false
  await run('/bin/sh', [script(places)])
  return true
}

export const hasGuard = (places: GuardPlaces): boolean => existsSync(script(places))

const run = promisify(execFile)
const unconfirmed = ({ folder }: GuardPlaces): string => `${folder}/unconfirmed`
export const unconfirmedHold = ({ folder }: GuardPlaces): string => `${folder}/unconfirmed-hold`
const script = ({ folder }: GuardPlaces): string => `${folder}/uninstall`

async function whatIsWrong(places: GuardPlaces): Promise<string | undefined> {
  if (await answerNow(places)) return undefined
  return 'The guard got no answer from Fireline: it needs curl, and to reach the server from this host.'
}

/** The server's answer, when it came whole. */
async function answerNow({ program }: GuardPlaces): Promise<string | undefined> {
  const said = await run(program, ['seat'], { timeout: 5_000 }).catch(() => undefined)
  return said?.stdout.trimEnd().endsWith('\nend') ? said.stdout : undefined
}

function inWords(answer: string): string {
  const of = (word: string) => new RegExp(`^${word} (.+)$`, 'm').exec(answer)?.[1]
  const incident = of('incident')
  if (!incident) return 'nothing burns here.'
  return `${incident}, ${of('holder') ?? 'nobody'} has the keyboard.`
}
