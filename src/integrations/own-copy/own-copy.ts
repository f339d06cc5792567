import { chmod, copyFile, lstat, mkdir, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../../hosts/manifest.ts'
import { readTouch } from '../../incident/touches.ts'
import { type BackupDriver, type BackupTask, BackupTrouble, type Taken } from '../../steps/change/backup-driver.ts'
import { levelShown } from '../../steps/change/levels.ts'
import { type OwnPrograms, programsFor } from './own-file.ts'
import { filled, type OwnSaid, runOwn } from './run-own.ts'

/**
 * A copy by the team's own programs. What they say of themselves is worth L1. With a program that reads the copy, given nothing but the
 * copy, L3: its prints are compared here with those of the source, and it has to notice when half of the copy is missing.
 */
export function ownCopy(file: string | undefined): BackupDriver {
  return {
    name: 'own',
    for: ['own'],
    most: 'L3',
    async unfit(task) {
      const { part } = named(task)
      if (part?.startsWith('-')) return `"${part}" begins with a dash: your program would take it for an option`
      try {
        programsFor(file, named(task).resource)
        return undefined
      } catch (error) {
        return (error as Error).message.replace(/\.$/, '')
      }
    },
    estimateBytes: async () => 0,
    digestOf: sha256Of,
    async take(task, signal) {
      const { resource, part = '' } = named(task)
      const { copy } = programsFor(file, resource)
      const location = join(task.folder, 'copy.own')
      const said = await runOwn('copy', filled(copy, { '{copy}': location, '{part}': part }), signal, {
        cwd: task.folder,
      })
      return taken(location, said, signal)
    },
    async prove(task, { location, digest, prints: source = [], notCopied }, signal) {
      const programs = programsFor(file, named(task).resource)
      const back = programs.read && (await readBack(programs.read, location, task.folder, signal))
      const read = back !== undefined && (await noticesDamage(programs.read, location, task.folder, back, signal))
      const shown = { exitCode: 0, complete: true, digest, restored: read, source, ...(read && { back }) }
      const level = levelShown(shown, read ? 'fireline' : 'own')
      const isCompared = read && source.length > 0
      if (isCompared && level !== 'L3')
        throw new BackupTrouble('Read back, but not equal to what was copied by its own account.')
      const command = filled(programs.putBack, { '{copy}': location, '{part}': named(task).part ?? '' })
        .map(shell)
        .join(' ')
      const proof = inWords(level, programs, back !== undefined, notCopied)
      return {
        level,
        covers: [...task.touches],
        proof,
        restore: command,
        shown,
        putBack: { command, into: 'in place', secrets: [] },
      }
    },
  }
}

async function taken(location: string, said: OwnSaid, signal: AbortSignal): Promise<Taken> {
  const found = await lstat(location).catch(() => undefined)
  if (!found?.isFile() || found.size === 0) throw new BackupTrouble('Your program to copy ended well and left no copy.')
  await chmod(location, 0o600)
  const source = new Map(said.prints.map(({ name, count, print }) => [name, `${count} ${print}`]))
  return { location, digest: await sha256Of(location, signal), bytes: found.size, source, ...said }
}

async function readBack(argv: string[], location: string, folder: string, signal: AbortSignal) {
  const into = join(folder, 'read-back')
  await mkdir(into, { mode: 0o700 })
  try {
    return (await runOwn('read', filled(argv, { '{copy}': location, '{into}': into }), signal, { cwd: into })).prints
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}

/** A program that says the same of half a copy does not read it, whatever it says. */
async function noticesDamage(
  argv: string[] | undefined,
  location: string,
  folder: string,
  whole: OwnSaid['prints'],
  signal: AbortSignal,
): Promise<boolean> {
  const half = join(folder, 'half.own')
  try {
    await copyFile(location, half)
    await truncate(half, Math.floor((await stat(location)).size / 2))
    const said = await readBack(argv ?? [], half, folder, signal)
    return JSON.stringify(said) !== JSON.stringify(whole)
  } catch (error) {
    if (signal.aborted || !(error instanceof BackupTrouble)) throw error
    return true
  } finally {
    await rm(half, { force: true })
  }
}

function inWords(level: string, { read }: OwnPrograms, wasRead: boolean, notCopied: readonly string[]): string {
  const not = notCopied.length > 0 ? ` Not copied: ${notCopied.join(', ')}.` : ''
  if (level === 'L3')
    return `Read back by your own program, given the copy alone, and equal to the source by what it printed.${not}`
  if (level === 'L2') return `Read back by your own program; it printed nothing of the source to compare with.${not}`
  if (read && wasRead)
    return `Your own program to read says the same about half of the copy: it does not read it, so nothing is proven.${not}`
  return `Copied by your own program, and nothing here reads it: not restored, not compared.${not}`
}

function named(task: BackupTask): { resource: string; part?: string } {
  const [touch, ...more] = task.touches.map(readTouch)
  if (touch?.kind !== 'own') throw new BackupTrouble('There is nothing here that a program of your own copies.')
  if (more.length > 0)
    throw new BackupTrouble('Your own program copies one thing at a time: name it in a change of its own.')
  return touch
}

const shell = (word: string): string => (/^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
