import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type RunbookIndex, runbookIndex } from '../../runbook/match.ts'
import { readPage } from '../../runbook/page.ts'
import { isPagePath } from '../../runbook/page-path.ts'
import { fileOf } from './page-file.ts'

const lookEveryMs = 500
const pageMost = 1024 * 1024
const pagesMost = 20_000

/** The folder's pages in an index that follows the files: only what changed since the last look is read again. */
export function bookOf(root: string): { book(): Promise<RunbookIndex>; changed(): void } {
  const index = runbookIndex()
  const stamps = new Map<string, string>()
  let lookedAt = -Infinity
  let looking: Promise<void> | undefined
  const look = async () => {
    const found = await pageFiles(root)
    for (const [path, stamp] of found) {
      if (stamps.get(path) === stamp) continue
      const text = await readFile(join(root, path), 'utf8').catch(() => undefined)
      if (text === undefined) continue
      index.put(readPage(path, text))
      stamps.set(path, stamp)
    }
    for (const path of [...stamps.keys()].filter(known => !found.has(known))) {
      index.remove(path.replace(/\.md$/i, ''))
      stamps.delete(path)
    }
    lookedAt = performance.now()
  }
  return {
    async book() {
      if (looking) await looking
      else if (performance.now() - lookedAt >= lookEveryMs) {
        looking = look().finally(() => {
          looking = undefined
        })
        await looking
      }
      return index
    },
    changed: () => {
      lookedAt = -Infinity
    },
  }
}

/** path -> a stamp that changes with the file. Dot-folders, links to outside and huge files are not pages. */
async function pageFiles(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const walk = async (folder: string): Promise<void> => {
    // A folder that may not be read has no pages; the others still have theirs.
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      if (entry.name.startsWith('.') || found.size >= pagesMost) continue
      const file = join(folder, entry.name)
      const path = relative(root, file)
      if (entry.isDirectory()) await walk(file)
      else if (isPagePath(path) && (entry.isFile() || (await fileOf(root, path)))) await note(file, path)
    }
  }
  const note = async (file: string, path: string) => {
    const stats = await stat(file).catch(() => undefined)
    if (!stats?.isFile() || stats.size > pageMost) return
    found.set(path, `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`)
  }
  await walk(await realpath(root))
  return found
}
