import { existsSync } from 'node:fs'
import type { HostHello } from '../api/host-protocol.ts'
import type { AgentPlaces } from './agent-places.ts'
import { readEnrolment } from './enrol.ts'
import { type HostFile, nothingAllowed, readHostFile } from './host-file.ts'
import { lineOfHost } from './host-link.ts'
import { type HostDoes, hostWishes } from './host-wishes.ts'

export interface HostAgentParts {
  places: AgentPlaces
  version: string
  /** What this artefact can do; its highest level is the highest of them. */
  does: HostDoes
  say(line: string): void
  /** Who counts as root; another only in tests. */
  root?: number
  /** Whose names stand in the file of reviewers. */
  reviewersIn?(file: HostFile, root: number): string[]
}

export type Ended = 'off' | 'shown out' | 'stopped'

const lookAgainMs = 500

/**
 * The agent of this host: connected for as long as it is not switched off, does what its file allows, and says what that is. It
 * looks twice a second whether it was switched off, and whether its file changed.
 */
export function runHostAgent(parts: HostAgentParts, stop: AbortSignal): Promise<Ended> {
  const { places, does, say, version, root = 0 } = parts
  const enrolled = readEnrolment(places.state)
  if (!enrolled) throw new Error('No agent is enrolled here: fireline agent enrol CODE')
  if (isOff(places)) return Promise.resolve('off')
  const most = Math.max(0, ...Object.values(does).map(one => one.level))
  const read = () => {
    const file = isOff(places) ? nothingAllowed : readHostFile(places.file, root)
    needOwnUser(file)
    return { ...file, level: Math.min(file.level, most) as HostFile['level'] }
  }
  const allows = () => helloOf(read(), parts)
  const says = once(say)
  const helloNow = (): Allows => {
    try {
      return allows()
    } catch (error) {
      says(error instanceof Error ? error.message : String(error))
      return helloOf(nothingAllowed, parts)
    }
  }
  const answer = hostWishes(does, read, { host: enrolled.host, url: enrolled.url, state: places.state, root })
  const { promise, resolve } = Promise.withResolvers<Ended>()
  let said = ''
  const hello = () => {
    const now = helloNow()
    said = JSON.stringify(now)
    return { agent: enrolled.agent, host: enrolled.host, version, ...now }
  }
  const line = lineOfHost({ enrolled, hello, answer, say, shownOut: () => end('shown out') })
  const look = setInterval(() => {
    if (isOff(places)) return end('off')
    // Before its first hello it has said nothing that could be out of date.
    if (said !== '' && JSON.stringify(helloNow()) !== said) line.again()
  }, lookAgainMs)
  const end = (why: Ended) => {
    clearInterval(look)
    stop.removeEventListener('abort', stopped)
    line.close()
    resolve(why)
  }
  const stopped = () => end('stopped')
  stop.addEventListener('abort', stopped)
  return promise
}

/** Root's mark or its own user's: one is enough. */
export const isOff = ({ off }: AgentPlaces): boolean => off.some(mark => existsSync(mark))

type Allows = Pick<HostHello, 'level' | 'checks' | 'logs' | 'reviewers' | 'shell'>

/** Above its level nothing is named. */
function helloOf(file: HostFile, { reviewersIn, root = 0 }: HostAgentParts): Allows {
  const { level, checks, logs, shell } = file
  return {
    level,
    logs: level >= 1 ? Object.keys(logs) : [],
    checks: level >= 2 ? Object.keys(checks) : [],
    reviewers: level >= 3 ? (reviewersIn?.(file, root) ?? []) : [],
    shell: level >= 4 && shell !== undefined,
  }
}

function needOwnUser({ level, asRoot }: HostFile): void {
  if (process.getuid?.() !== 0 || asRoot || level === 0) return
  throw new Error(
    'This agent runs as root, which its file does not allow: run it as a user of its own, or say asRoot: true.',
  )
}

/** The same line is not said twice in a row. */
function once(say: (line: string) => void): (line: string) => void {
  let last = ''
  return line => {
    if (line !== last) say(line)
    last = line
  }
}
