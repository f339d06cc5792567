import { cp, lstat, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { liveDatabaseIn } from '../../hosts/live-database.ts'
import { digestOf, type Manifest, manifestOf } from '../../hosts/manifest.ts'
import type { Print } from '../../incident/prints.ts'
import { readTouch } from '../../incident/touches.ts'
import { type BackupDriver, type BackupTask, BackupTrouble } from '../../steps/change/backup-driver.ts'
import { levelShown } from '../../steps/change/levels.ts'

/** Folders and files of this host: copied, restored somewhere else, every file's content compared with the source's. */
export const folderCopy: BackupDriver = {
  name: 'folder',
  for: ['folder'],
  most: 'L3',
  isPlain: true,
  unfit: async () => undefined,
  digestOf: async (location, signal) => digestOf(await manifestOf(location, signal)),
  async estimateBytes(task) {
    const sizes = await Promise.all(pathsOf(task).map(async path => (await readable(path)).bytes))
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  },
  async take(task, signal) {
    const location = join(task.folder, 'content')
    await mkdir(location, { mode: 0o700 })
    const prints: Print[] = []
    const left: string[] = []
    for (const [i, path] of pathsOf(task).entries()) {
      if (`${task.folder}/`.startsWith(`${path === '/' ? '' : path}/`))
        throw new BackupTrouble(`${path} holds the copies themselves: a copy of it would never end.`)
      const before = await readable(path, signal)
      const live = liveDatabaseIn(path, before)
      if (live) throw new BackupTrouble(`${live}.`)
      await copyTree(path, join(location, String(i)))
      if (digestOf(await readable(path, signal)) !== digestOf(before))
        throw new BackupTrouble(`${path} changed while it was copied. Stop what writes there, or copy it again.`)
      prints.push({ name: path, count: before.files, print: digestOf(before) })
      left.push(...before.left.map(name => join(path, name)))
    }
    const copied = await manifestOf(location, signal)
    const notCopied = left.length > 0 ? [`sockets, pipes and devices: ${left.slice(0, 10).join(', ')}`] : []
    const source = new Map(prints.map(({ name, print }) => [name, print]))
    return { location, digest: digestOf(copied), bytes: copied.bytes, source, prints, notCopied }
  },
  async prove(task, taken, signal) {
    const elsewhere = join(task.folder, 'restored')
    await mkdir(elsewhere, { mode: 0o700 })
    const back: Print[] = []
    try {
      for (const [i, path] of pathsOf(task).entries()) {
        const into = join(elsewhere, String(i))
        await copyTree(join(taken.location, String(i)), into)
        const restored = await manifestOf(into, signal)
        back.push({ name: path, count: restored.files, print: digestOf(restored) })
      }
    } finally {
      await rm(elsewhere, { recursive: true, force: true })
    }
    const { digest, prints: source = [] } = taken
    const shown = { exitCode: 0, complete: true, digest, restored: true, source, back }
    const level = levelShown(shown, 'fireline')
    const unlike = back.filter((one, i) => one.print !== source[i]?.print).map(one => one.name)
    if (level !== 'L3') throw new BackupTrouble(`Restored, but not equal to the source: ${unlike.join(', ')}.`)
    const files = back.reduce((sum, { count }) => sum + count, 0)
    const said = `${files} file${files === 1 ? '' : 's'} restored and equal.`
    const not = taken.notCopied.length > 0 ? ` Not copied: ${taken.notCopied.join(', ')}.` : ''
    return { level, covers: [...task.touches], proof: said + not, restore: await wayBack(task, taken.location), shown }
  },
}

function pathsOf(task: BackupTask): string[] {
  return task.touches.flatMap(touch => {
    const read = readTouch(touch)
    return read?.kind === 'folder' ? [read.path] : []
  })
}

async function readable(path: string, signal?: AbortSignal): Promise<Manifest> {
  try {
    return await manifestOf(path, signal)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT')
      throw new BackupTrouble(`${path} is not there, or something in it vanished while it was read.`)
    if (code === 'EACCES') throw new BackupTrouble(`Something in ${path} may not be read by Fireline.`)
    throw error
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  const filter = async (source: string) => {
    const found = await lstat(source)
    return found.isFile() || found.isDirectory() || found.isSymbolicLink()
  }
  await cp(from, to, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    errorOnExist: true,
    force: false,
    filter,
  })
}

async function wayBack(task: BackupTask, location: string): Promise<string> {
  const lines = await Promise.all(
    pathsOf(task).map(async (path, i) => {
      const from = join(location, String(i))
      const isFolder = (await lstat(from)).isDirectory()
      return isFolder ? `cp -a ${shell(`${from}/.`)} ${shell(`${path}/`)}` : `cp -a ${shell(from)} ${shell(path)}`
    }),
  )
  return lines.join(' && ')
}

const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
