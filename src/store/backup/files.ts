import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Area, encode, type Section } from './format.ts'

/** Of the data folder everything is kept but the database's own files, what a start makes again, and other backups. */
const leftOut = /^(pg\d+(\.new)?|postgres-.*|postgres\.log|lock|backups|restore-unfinished|set-up-link|accepted)$/

export type Place = { area: Area; path: string }

/** The frames of every file of a place. Answers how many files there were; a place that does not exist has none. */
export async function* fileFrames({ area, path }: Place): AsyncGenerator<Buffer, number> {
  let files = 0
  for (const { section, from } of await list(area, path)) {
    yield encode('S', section)
    if (section.kind === 'file') {
      files += 1
      for await (const chunk of createReadStream(from)) yield encode('D', chunk as Buffer)
    }
    yield encode('E')
  }
  return files
}

type Listed = { section: Exclude<Section, { kind: 'table' }>; from: string }

/**
 * Git's objects come last: whatever a reference that was read before them names, they hold. Links are not followed and not
 * kept, sockets neither.
 */
async function list(area: Area, root: string): Promise<Listed[]> {
  const top = await lstat(root).catch(() => undefined)
  if (top === undefined) return []
  if (top.isFile()) return [{ section: { kind: 'file', area, path: '', mode: top.mode & 0o777 }, from: root }]
  const names = await readdir(root)
  const kept = area === 'data' ? names.filter(name => !leftOut.test(name)) : names
  const listed = (await Promise.all(kept.map(name => walk(area, root, join(root, name))))).flat()
  const isObject = ({ section }: Listed) => section.kind === 'file' && /(^|\/)objects\//.test(section.path)
  return [...listed.filter(item => !isObject(item)), ...listed.filter(isObject)]
}

async function walk(area: Area, root: string, from: string): Promise<Listed[]> {
  const found = await lstat(from).catch(() => undefined)
  const section = { area, path: relative(root, from), mode: (found?.mode ?? 0) & 0o777 }
  if (found?.isFile() && !from.endsWith('.lock')) return [{ section: { kind: 'file', ...section }, from }]
  if (!found?.isDirectory()) return []
  const below = await Promise.all((await readdir(from)).map(name => walk(area, root, join(from, name))))
  return [{ section: { kind: 'folder', ...section }, from }, ...below.flat()]
}
