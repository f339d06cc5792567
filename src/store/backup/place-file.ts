import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Section } from './format.ts'

export type FilePlaces = { dataDir: string; runbook?: string; secretFile?: string }

/**
 * Writes one file or folder of a backup. Nothing that exists is written over: a runbook or a secret that the settings keep
 * elsewhere and that is still there stays as it is, and its path is answered. Never outside of its place.
 */
export async function placeFile(
  section: Exclude<Section, { kind: 'table' }>,
  data: AsyncGenerator<Buffer>,
  places: FilePlaces,
): Promise<string | undefined> {
  const root = rootOf(section, places)
  const path = resolve(root, section.path)
  if (path !== root && !path.startsWith(root + sep))
    throw new Error(`the backup names a file outside of its folder: ${section.path}`)
  if (section.kind === 'folder') {
    await drain(data)
    mkdirSync(path, { recursive: true, mode: section.mode })
    return undefined
  }
  if (existsSync(path)) {
    await drain(data)
    return path
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // A read-only file (git's objects are) is made writable only by opening it before its mode counts.
  await pipeline(Readable.from(data), createWriteStream(path, { flags: 'wx', mode: section.mode }))
  return undefined
}

/** Without settings of their own, a runbook and a secret come back into the data folder, where they are looked for then. */
function rootOf({ area }: Section & { area: string }, places: FilePlaces): string {
  if (area === 'runbook') return resolve(places.runbook ?? join(places.dataDir, 'runbook'))
  if (area === 'secret') return resolve(places.secretFile ?? join(places.dataDir, 'secret'))
  return places.dataDir
}

async function drain(data: AsyncGenerator<Buffer>): Promise<void> {
  for await (const chunk of data) void chunk
}
