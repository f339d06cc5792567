import { dayAndTime } from '../desk/clock.ts'
import { writtenDuration } from './duration.ts'

/** As the API answers it. */
export interface HeartbeatShown {
  id: string
  slug?: string
  title: string
  service: string
  severity?: string
  state: 'heard' | 'waiting' | 'learning' | 'late'
  lastAt: string
  count: number
  everyMs?: number
  graceMs?: number
  expectedMs?: number
  lateSince?: string
}

export function heartbeatWords(one: HeartbeatShown, now: Date): { says: string; note: string } {
  const last = one.count === 0 ? 'never heard' : `last heard ${dayAndTime(one.lastAt, now)}`
  const says = {
    late: `Late since ${dayAndTime(one.lateSince ?? one.lastAt, now)}, ${last}`,
    heard: `Heard: ${last}`,
    waiting: 'Never heard yet',
    learning: `Its rhythm is not known yet; ${last}`,
  }[one.state]
  const rhythm =
    one.everyMs === undefined
      ? one.expectedMs === undefined
        ? ''
        : `, silent for at most ${roughly(one.expectedMs)}`
      : `, every ${writtenDuration(one.everyMs)} and ${writtenDuration(one.graceMs ?? 0)} of grace`
  return { says, note: `${one.service}${rhythm}${one.slug === undefined ? ', an alert that fires for ever' : ''}` }
}

const roughly = (ms: number): string => writtenDuration(Math.ceil(ms / 60_000) * 60_000)

export interface ProbeShown {
  slug: string
  title: string
  service: string
  kind: 'http' | 'tcp' | 'dns'
  state: 'up' | 'down' | 'waiting'
  downSince?: string
  last?: { at: string; isWell: boolean; says: string; ms: number }
  certificateEndsAt?: string
  everyMs: number
  url?: string
  host?: string
  port?: number
  name?: string
}

export function probeWords(one: ProbeShown, now: Date): { says: string; note: string } {
  const { last, downSince, certificateEndsAt } = one
  const saw = last ? `${last.says}, ${last.ms} ms, ${dayAndTime(last.at, now)}` : 'not looked at yet'
  const says =
    one.state === 'down'
      ? `Down since ${dayAndTime(downSince ?? '', now)}: ${saw}`
      : one.state === 'up'
        ? `Up: ${saw}`
        : 'Not looked at yet'
  const what = one.url ?? (one.kind === 'tcp' ? `${one.host}:${one.port}` : (one.name ?? ''))
  const ends = certificateEndsAt ? `, certificate until ${dayAndTime(certificateEndsAt, now)}` : ''
  return { says, note: `${one.service}, ${what}, every ${writtenDuration(one.everyMs)}${ends}` }
}
