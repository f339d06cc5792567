import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { followFiles } from './follow-files.ts'
import { heldHere, releasePerson } from './hold.ts'
import { letInBy, type Noticed, noticedIn } from './log-lines.ts'
import type { GuardPlaces } from './places.ts'

const askAgainMs = 5_000
const mostAsksMs = 3_000
const mostKept = 1_000

/** What is watched: `lines` answers what the logs of this host say since it was asked last. */
export interface Watched {
  places: GuardPlaces
  lines(): string[]
  everyMs?: number
}

/**
 * Until it is stopped: keeps the server's answer beside the guard, so that no login waits for the line, and while something burns on this host
 * tells what others do there. What they do while the server does not answer is told once it does. A held key that does not open its account any more is released. Whatever fails is tried again.
 */
export async function watchHost({ places, lines, everyMs = askAgainMs }: Watched, stopped: AbortSignal): Promise<void> {
  const letIn = followFiles([places.log])
  let waiting: Noticed[] = []
  while (!stopped.aborted) {
    const answer = await keepAnswer(places)
    const noticed = [...lines().flatMap(line => noticedIn(line) ?? []), ...letIn().flatMap(line => letInBy(line) ?? [])]
    waiting = [...waiting, ...noticed].slice(-mostKept)
    if (answer?.includes('\nholder ')) await tellAll(places, waiting)
    if (answer) waiting = []
    await releaseGone(places)
    await pause(everyMs, undefined, { signal: stopped }).catch(() => {})
  }
  rmSync(places.state, { force: true })
}

/** The answer, whole, or nothing: then the guard asks by itself once this one is old. */
async function keepAnswer(places: GuardPlaces): Promise<string | undefined> {
  const answer = await ask(places, 'seat')
    .then(response => (response.ok ? response.text() : undefined))
    .catch(() => undefined)
  if (!answer?.endsWith('\nend\n')) return undefined
  mkdirSync(dirname(places.state), { recursive: true, mode: 0o755 })
  writeFileSync(`${places.state}.new`, `at ${Math.floor(Date.now() / 1_000)}\n${answer}`, { mode: 0o644 })
  renameSync(`${places.state}.new`, places.state)
  return answer
}

/** Like ones are one, with how many they are. */
async function tellAll(places: GuardPlaces, all: readonly Noticed[]): Promise<void> {
  const counted = new Map<string, Noticed & { count: number }>()
  for (const one of all) {
    const like = [one.what, one.who, one.from].join('\n')
    counted.set(like, { ...one, count: (counted.get(like)?.count ?? 0) + 1 })
  }
  for (const touch of counted.values()) {
    const body = JSON.stringify(touch)
    const headers = { 'content-type': 'application/json' }
    await ask(places, 'touched', { method: 'POST', body, headers }).catch(() => undefined)
  }
}

function ask({ folder }: GuardPlaces, path: string, more: RequestInit = {}): Promise<Response> {
  const [server, key] = ['server', 'key'].map(name => readFileSync(`${folder}/${name}`, 'utf8').trim())
  return fetch(`${server}/guard/${key}/${path}`, { ...more, signal: AbortSignal.timeout(mostAsksMs) })
}

/** Whose key was taken from their account's own files is out, also by ours. */
async function releaseGone(places: GuardPlaces): Promise<void> {
  for (const { person, account, key, files } of heldHere(places)) {
    const opens = files.some(file => existsSync(file) && readFileSync(file, 'utf8').includes(key))
    if (!opens) await releasePerson(places, person, account)
  }
}
