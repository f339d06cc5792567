import { cp, lstat, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { liveDatabaseIn } from '../../hosts/live-database.ts'
import { digestOf, type Manifest, manifestOf } from '../../hosts/manifest.ts'
import { readTouch } from '../../incident/touches.ts'
import { type BackupDriver, type BackupTask, BackupTrouble } from '../../steps/change/backup-driver.ts'

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
    const source = new Map<string, string>()
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
      source.set(path, digestOf(before))
      left.push(...before.left.map(name => join(path, name)))
    }
    const copied = await manifestOf(location, signal)
    const notCopied = left.length > 0 ? [`sockets, pipes and devices: ${left.slice(0, 10).join(', ')}`] : []
    return { location, digest: digestOf(copied), bytes: copied.bytes, source, notCopied }
  },
  async prove(task, taken, signal) {
    const elsewhere = join(task.folder, 'restored')
    await mkdir(elsewhere, { mode: 0o700 })
    let files = 0
    try {
      for (const [i, path] of pathsOf(task).entries()) {
        const back = join(elsewhere, String(i))
        await copyTree(join(taken.location, String(i)), back)
        const restored = await manifestOf(back, signal)
        files += restored.files
        if (digestOf(restored) !== taken.source.get(path))
          throw new BackupTrouble(`Restored, but not equal to the source: ${path}.`)
      }
    } finally {
      await rm(elsewhere, { recursive: true, force: true })
    }
    const said = `${files} file${files === 1 ? '' : 's'} restored and equal.`
    const not = taken.notCopied.length > 0 ? ` Not copied: ${taken.notCopied.join(', ')}.` : ''
    return { level: 'L3', covers: [...task.touches], proof: said + not, restore: await wayBack(task, taken.location) }
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
