import { lstat, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { isPagePath } from '../../runbook/page-path.ts'

/** The file of a page, or one of another ending beside pages, inside the root once every link on the way is followed; a link itself is never written or read through to outside. */
export async function fileOf(root: string, path: string, ending = '.md'): Promise<string | undefined> {
  if (!isPagePath(path)) return undefined
  const file = join(
    root,
    path.replace(/\.md$/i, found => (ending === '.md' ? found : ending)),
  )
  const there = await realOrNothing(file)
  if (there !== undefined) return isInside(root, there) ? file : undefined
  if (await isLink(file)) return undefined
  let folder = dirname(file)
  while (folder !== root && (await realOrNothing(folder)) === undefined) folder = dirname(folder)
  const real = await realOrNothing(folder)
  return real !== undefined && (real === root || isInside(root, real)) ? file : undefined
}

const isInside = (root: string, real: string): boolean =>
  real.startsWith(root + sep) && !real.slice(root.length).split(sep).includes('.git')

const realOrNothing = (path: string): Promise<string | undefined> => realpath(path).catch(() => undefined)
const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    stat => stat.isSymbolicLink(),
    () => false,
  )
