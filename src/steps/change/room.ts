import { say } from './say-room.ts'

/** The disk that copies go to, in bytes. */
export interface Disk {
  free: number
  size: number
  /** Alerts and timelines lie there too. */
  holdsFireline: boolean
  /** What is copied lies there too. */
  holdsSource: boolean
  /** The alert that fires about it, by its title. */
  onFire?: string
}

/** Why nothing may be written there. */
export interface NoRoom {
  why: 'no-room' | 'burning-disk'
  says: string
}

/**
 * What always stays free. Where Fireline or what is copied lies, 2 GB or a tenth, whichever is more: a copy that fills that disk is a
 * second incident. Of a small disk at most a quarter; of a disk that is for copies alone a twentieth.
 */
export function reserveOf({ size, holdsFireline, holdsSource }: Disk): number {
  if (!holdsFireline && !holdsSource) return Math.min(2e9, size / 20)
  return Math.min(size / 4, Math.max(2e9, size / 10))
}

/** `wanted`: how much is still to be written. */
export function noRoom(disk: Disk, wanted: number): NoRoom | undefined {
  if (disk.onFire !== undefined) return { why: 'burning-disk', says: say.onFire(disk.onFire) }
  const reserve = reserveOf(disk)
  if (disk.free - wanted >= reserve) return undefined
  return disk.holdsSource && disk.free < reserve
    ? { why: 'burning-disk', says: say.sameDisk(disk.free, reserve) }
    : { why: 'no-room', says: say.noRoom(wanted, disk.free, reserve, disk.holdsFireline) }
}

/** What an alert is about, as far as its labels name a place of a host. */
export interface AlertPlace {
  title: string
  /** A mount point, or a device below /dev. */
  at: string[]
  /** As its labels name it, without a port; none: it may be any. */
  host?: string
}

const placeLabels = ['mountpoint', 'mount_point', 'mount', 'path', 'filesystem', 'device', 'dev'] as const
const hostLabels = ['host', 'hostname', 'nodename', 'node', 'instance'] as const

export function placeOf(title: string, labels: Readonly<Record<string, string>>): AlertPlace | undefined {
  const at = placeLabels.flatMap(name => labels[name] ?? []).filter(said => said.startsWith('/'))
  const host = hostLabels.map(name => labels[name]).find(said => said !== undefined && said !== '')
  return at.length === 0 ? undefined : { title, at, ...(host !== undefined && { host: withoutPort(host) }) }
}

const withoutPort = (host: string): string => /^\[(.*)\](:\d+)?$/.exec(host)?.[1] ?? host.replace(/^([^:]*):\d+$/, '$1')

/** Whether a name may mean this host: by its first part, or by an address that it has. */
export function isThisHost(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined || names.includes(host)) return true
  const first = (name: string) => name.split('.')[0]?.toLowerCase()
  return !/^[\d.]+$|:/.test(host) && names.some(name => first(name) === first(host))
}
