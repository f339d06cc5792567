import { readFile, stat, statfs } from 'node:fs/promises'
import { hostname, networkInterfaces } from 'node:os'
import { dirname } from 'node:path'
import { readTouch } from '../incident/touches.ts'
import { type BackupDriver, type BackupTask, BackupTrouble } from '../steps/change/backup-driver.ts'
import { type AlertPlace, type Disk, isThisHost, noRoom, placeOf } from '../steps/change/room.ts'
import { firingWithPlace } from '../store/alert-places.ts'
import type { Sql } from '../store/db.ts'

/** Where Fireline's own data lies, and which alerts fire about which places. */
export interface Around {
  dataDir?: string
  onFire?: readonly AlertPlace[]
}

/** Places of this host that something fires about. */
export async function placesOnFire(sql: Sql): Promise<AlertPlace[]> {
  const mine = [
    hostname(),
    'localhost',
    ...Object.values(networkInterfaces()).flatMap(all => (all ?? []).map(one => one.address)),
  ]
  const named = (await firingWithPlace(sql)).flatMap(({ title, labels }) => placeOf(title, labels) ?? [])
  return named.filter(({ host }) => isThisHost(host, mine))
}

/** The disk that this copy goes to, as it is now. */
export async function diskOf(driver: BackupDriver, task: BackupTask, { dataDir, onFire = [] }: Around): Promise<Disk> {
  const [{ bavail, bsize, blocks }, device] = [await statfs(task.folder), await deviceOf(task.folder)]
  const isHere = async (path: string) => device !== undefined && (await deviceOf(path)) === device
  const isAny = async (paths: readonly string[]) => (await Promise.all(paths.map(isHere))).includes(true)
  const fire = await fireOn(device, onFire)
  return {
    free: bavail * bsize,
    size: blocks * bsize,
    holdsFireline: dataDir !== undefined && (await isHere(dataDir)),
    holdsSource: await isAny([...pathsOf(task), ...((await driver.liesAt?.(task).catch(() => [])) ?? [])]),
    ...(fire && { onFire: fire.title }),
  }
}

/** A place that is not here is no place of this host, whatever the alert's host is called. */
async function fireOn(device: number | undefined, onFire: readonly AlertPlace[]): Promise<AlertPlace | undefined> {
  const mounts = onFire.length > 0 ? await mountsByDevice() : new Map<string, string[]>()
  for (const place of onFire) {
    const paths = place.at.flatMap(path => mounts.get(path) ?? (path.startsWith('/dev/') ? [] : path))
    const devices = await Promise.all(
      paths.map(path =>
        stat(path).then(
          found => found.dev,
          () => undefined,
        ),
      ),
    )
    if (device !== undefined && devices.includes(device)) return place
  }
  return undefined
}

function pathsOf({ touches, path }: BackupTask): string[] {
  const folders = touches.map(readTouch).flatMap(read => (read?.kind === 'folder' && !read.host ? [read.path] : []))
  return path === undefined ? folders : [...folders, path]
}

/** Of what is there, or of the nearest folder above it that is. */
async function deviceOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found) return found.dev
  return dirname(path) === path ? undefined : deviceOf(dirname(path))
}

/** /dev/sda2 -> where it is mounted; nothing where the host does not say. */
async function mountsByDevice(): Promise<Map<string, string[]>> {
  const text = await readFile('/proc/self/mounts', 'utf8').catch(() => '')
  const mounts = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [device = '', at = ''] = line.split(' ')
    if (device.startsWith('/')) mounts.set(device, [...(mounts.get(device) ?? []), at.replaceAll('\\040', ' ')])
  }
  return mounts
}

export function needRoom(disk: Disk, wanted: number): void {
  const no = noRoom(disk, wanted)
  if (no) throw new BackupTrouble(no.says, no.why)
}

const lookEveryMs = 1_000

/** Ends `work` before it takes the last of the disk: what was thought to fit may grow, and others write there too. */
export async function whileThereIsRoom<T>(
  look: () => Promise<Disk>,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const full = new AbortController()
  // A disk that cannot be looked at says nothing about its room: writing to it will.
  const again = async () => {
    const disk = await look().catch(() => undefined)
    const no = disk && noRoom({ ...disk, onFire: undefined }, 0)
    if (no) full.abort(new BackupTrouble(no.says, no.why))
  }
  const timer = setInterval(() => void again(), lookEveryMs)
  try {
    return await work(AbortSignal.any([signal, full.signal]))
  } catch (error) {
    throw full.signal.aborted && !signal.aborted ? full.signal.reason : error
  } finally {
    clearInterval(timer)
  }
}
