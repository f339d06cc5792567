import { randomBytes } from 'node:crypto'
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { liveDatabaseIn } from '../../hosts/live-database.ts'
import { digestOf, type Manifest, manifestOf } from '../../hosts/manifest.ts'
import { runProgram } from '../../hosts/run-program.ts'
import type { Print } from '../../incident/prints.ts'
import { readTouch } from '../../incident/touches.ts'
import { type BackupDriver, type BackupTask, BackupTrouble } from '../../steps/change/backup-driver.ts'
import { levelShown } from '../../steps/change/levels.ts'

/**
 * Folders of this host by restic, into a repository of this copy's own: packed, and each pack with its own checksum. Its check alone
 * calls a flipped bit fine, and its restore a pack that was cut: every pack is read, all is restored, and each file compared here.
 */
export const resticCopy: BackupDriver = {
  name: 'restic',
  for: ['folder'],
  most: 'L3',
  async unfit() {
    const said = await runProgram(['restic', 'version'], AbortSignal.timeout(10_000)).catch(() => undefined)
    return said?.code === 0 ? undefined : 'restic is not installed on this host'
  },
  async estimateBytes(task) {
    const sizes = await Promise.all(pathsOf(task).map(async path => (await sourceOf(path)).bytes))
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  },
  digestOf: async (location, signal) => digestOf(await manifestOf(location, signal)),
  async take(task, signal) {
    const location = join(task.folder, 'restic')
    await mkdir(location, { mode: 0o700 })
    await writeFile(join(location, 'password'), randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 })
    await restic(location, ['init'], signal)
    const paths = pathsOf(task)
    const inside = paths.find(path => `${task.folder}/`.startsWith(`${path === '/' ? '' : path}/`))
    if (inside) throw new BackupTrouble(`${inside} holds the copies themselves: a copy of it would never end.`)
    const before = await printsOf(paths, '', signal)
    await restic(location, ['backup', '--', ...paths], signal)
    const after = await printsOf(paths, '', signal)
    const changed = before.prints.find((one, i) => after.prints[i]?.print !== one.print)
    if (changed)
      throw new BackupTrouble(`${changed.name} changed while it was copied. Stop what writes there, or copy it again.`)
    const copied = await manifestOf(location, signal)
    const notCopied =
      before.left.length > 0 ? [`sockets, pipes and devices: ${before.left.slice(0, 10).join(', ')}`] : []
    const source = new Map(before.prints.map(one => [one.name, one.print]))
    return { location, digest: digestOf(copied), bytes: copied.bytes, source, prints: before.prints, notCopied }
  },
  async prove(task, { location, digest, prints: source = [], notCopied }, signal) {
    const elsewhere = join(task.folder, 'restored')
    try {
      await restic(location, ['check', '--read-data'], signal)
      await mkdir(elsewhere, { mode: 0o700 })
      await restic(location, ['restore', 'latest', '--target', elsewhere], signal)
      const { prints: back } = await printsOf(pathsOf(task), elsewhere, signal)
      const shown = { exitCode: 0, complete: true, digest, restored: true, source, back }
      const level = levelShown(shown, 'fireline')
      const unlike = source.filter((one, i) => back[i]?.print !== one.print)
      if (level !== 'L3')
        throw new BackupTrouble(`Restored, but not equal to the source: ${unlike.map(one => one.name).join(', ')}.`)
      const files = source.reduce((sum, { count }) => sum + count, 0)
      const not = notCopied.length > 0 ? ` Not copied: ${notCopied.join(', ')}.` : ''
      const proof = `Every pack read; ${files} file${files === 1 ? '' : 's'} restored and equal.${not}`
      const command = putBackLine(location)
      return {
        level,
        covers: [...task.touches],
        proof,
        restore: command,
        shown,
        putBack: { command, into: 'in place', secrets: [] },
      }
    } finally {
      await rm(elsewhere, { recursive: true, force: true })
    }
  },
}

/** The password goes by a file: arguments and environments are seen by others on the host. No cache is left in anybody's home. */
async function restic(location: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const said = await runProgram(['restic', ...repository(location), '--no-cache', '--quiet', ...args], signal)
  if (said.code === 0) return
  const why = (said.err.trim() || said.out.trim()).split('\n').slice(0, 3).join(' ').slice(0, 500)
  throw new BackupTrouble(`restic ${args[0]} ended with ${said.code}: ${why}`)
}

const repository = (location: string): string[] => [
  '--repo',
  join(location, 'repository'),
  '--password-file',
  join(location, 'password'),
]

/** Whole paths were saved, so they go back to where they were. What was not there before stays. */
function putBackLine(location: string): string {
  return `restic ${repository(location).map(shell).join(' ')} restore latest --target /`
}

/** Of each path as it stands below a folder: the source's own is below none. */
async function printsOf(
  paths: readonly string[],
  below: string,
  signal: AbortSignal,
): Promise<{ prints: Print[]; left: string[] }> {
  const prints: Print[] = []
  const left: string[] = []
  for (const path of paths) {
    const found = await sourceOf(`${below}${path}`, signal)
    const live = liveDatabaseIn(path, found)
    if (live) throw new BackupTrouble(`${live}.`)
    prints.push({ name: path, count: found.files, print: digestOf(found) })
    left.push(...found.left.map(name => join(path, name)))
  }
  return { prints, left }
}

async function sourceOf(path: string, signal?: AbortSignal): Promise<Manifest> {
  if (!(await lstat(path).catch(() => undefined))) throw new BackupTrouble(`${path} is not there.`)
  return manifestOf(path, signal)
}

function pathsOf(task: BackupTask): string[] {
  return task.touches.flatMap(touch => {
    const read = readTouch(touch)
    return read?.kind === 'folder' ? [read.path] : []
  })
}

const shell = (said: string): string => `'${said.replaceAll("'", `'\\''`)}'`
