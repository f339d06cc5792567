import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'

const mostBytes = 256 * 1024

/**
 * The text of a file that only root can have written: itself and every folder above it belong to root, and neither group nor others may
 * write there. Throws with what is wrong; undefined when there is no such file. `root` is who counts as root.
 */
export function readTrusted(path: string, root = 0): string | undefined {
  const fd = opened(path)
  if (fd === undefined) return undefined
  try {
    // The file that was opened is the one that is looked at: nobody changes it in between.
    const is = fstatSync(fd)
    if (!is.isFile()) throw new Error(`${path} is not a file.`)
    if (is.size > mostBytes) throw new Error(`${path} is longer than ${mostBytes / 1024} KB.`)
    needRoots(path, is, root)
    for (const folder of foldersAbove(realpathSync(path))) needRoots(folder, statSync(folder), root)
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}

/** A name that points elsewhere is not followed; a pipe is not waited for. */
function opened(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'ELOOP') throw new Error(`${path} is a link: put the file itself there.`, { cause: error })
    throw new Error(`${path} cannot be read (${code}).`, { cause: error })
  }
}

function needRoots(path: string, { uid, mode }: Stats, root: number): void {
  if (uid !== root && uid !== 0) throw new Error(`${path} belongs to user ${uid}: chown root ${path}`)
  // In a folder like /tmp everybody writes, and nobody replaces what is another's.
  const isSticky = (mode & 0o1000) !== 0
  if ((mode & 0o022) !== 0 && !isSticky) throw new Error(`Others may write ${path}: chmod go-w ${path}`)
}

function foldersAbove(path: string): string[] {
  const folder = dirname(path)
  return folder === path ? [] : [folder, ...foldersAbove(folder)]
}
