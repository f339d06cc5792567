import { howLong } from '../../incident/how-long.ts'

/** One process that serves this database, as it last told of itself. */
export interface NodeSeen {
  id: string
  /** The same after a restart; by it people tell nodes apart. */
  name: string
  version: string
  /** Where it listens. */
  address: string
  startedAt: string
  seenAt: string
  /** It stopped, and said so. */
  leftAt?: string
}

export interface NodeNow extends NodeSeen {
  is: 'up' | 'vanished'
}

/** A node tells of itself every few seconds; one that did not for so long is gone, or stands still. */
export const vanishedAfterMs = 60_000
/** Whoever did not look within a day knows it, or does not want to. */
export const forgottenAfterMs = 86_400_000

/** Who serves, and who vanished without a good-bye. One that is back under its name is no longer missed; `me` asks, so it is up. */
export function nodesNow(seen: readonly NodeSeen[], me: string, now: string): NodeNow[] {
  const silentMs = (one: NodeSeen) => Date.parse(now) - Date.parse(one.seenAt)
  const isUp = (one: NodeSeen) => one.leftAt === undefined && (one.id === me || silentMs(one) <= vanishedAfterMs)
  const isBack = (one: NodeSeen) => seen.some(other => other.name === one.name && other.startedAt > one.startedAt)
  return seen
    .filter(one => isUp(one) || (one.leftAt === undefined && silentMs(one) <= forgottenAfterMs && !isBack(one)))
    .map((one): NodeNow => ({ ...one, is: isUp(one) ? 'up' : 'vanished' }))
    .sort((a, b) => a.name.localeCompare(b.name) || a.startedAt.localeCompare(b.startedAt))
}

export const nodeSays = {
  /** Pages leave all the same: another node takes over what it had begun. */
  vanished: ({ name, seenAt }: NodeNow, now: string) =>
    `node ${name} vanished ${howLong(Date.parse(now) - Date.parse(seenAt))} ago without a good-bye: the others page on, look after it`,
  /** For who is not signed in: no names. */
  someVanished: (count: number) =>
    count === 1 ? '1 node vanished without a good-bye' : `${count} nodes vanished without a good-bye`,
}
