import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { GuardPlaces } from './places.ts'
import type { Installed } from './uninstall-script.ts'

/** A file that stands on the host, whole, with the rights that it needs. */
export interface Placed {
  path: string
  text: string
  mode: number
  /** It is not ours alone: `text` goes to its end. */
  joins?: true
}

/** Puts files where they belong, and answers what it changed, so that all of it can be taken back. */
export function placeFiles({ folder }: GuardPlaces, files: readonly Placed[]): Installed {
  const folders = [...makeFolder(folder)]
  const made: string[] = []
  const joined: { path: string; before: string }[] = []
  for (const { path, text, mode, joins } of files) {
    folders.push(...makeFolder(dirname(path)))
    if (joins) joined.push({ path, before: joinFile(path, text, folder) })
    else made.push(newFile(path, text, mode))
  }
  return { made, joined, folders }
}

function newFile(path: string, text: string, mode: number): string {
  writeFileSync(path, text, { mode })
  // What the umask took away.
  chmodSync(path, mode)
  return path
}

/** Beside the copy stands what was added, so that the two together are what the file should be. */
function joinFile(path: string, text: string, folder: string): string {
  const before = join(folder, `before-${basename(path)}`)
  if (!existsSync(path)) {
    writeFileSync(`${before}.ours`, text)
    writeFileSync(path, text, { mode: 0o644 })
    return before
  }
  copyAsIs(path, before)
  writeFileSync(`${before}.ours`, `\n${text}`)
  appendFileSync(path, `\n${text}`)
  return before
}

function copyAsIs(from: string, to: string): void {
  const { atime, mtime, mode, uid, gid } = statSync(from)
  copyFileSync(from, to)
  chmodSync(to, mode)
  chownSync(to, uid, gid)
  utimesSync(to, atime, mtime)
}

function makeFolder(folder: string): string[] {
  if (existsSync(folder)) return []
  const above = makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o755 })
  return [...above, folder]
}
