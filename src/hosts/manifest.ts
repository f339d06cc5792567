import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface Manifest {
  /** path below the root -> what stands there: kind, mode, and the digest of its content. */
  lines: Map<string, string>
  bytes: number
  files: number
  /** Sockets, pipes and devices: not copied, said. */
  left: string[]
}

/** Everything below a folder (or one file), by content; times do not count. Never follows a link. */
export async function manifestOf(root: string, signal?: AbortSignal): Promise<Manifest> {
  const manifest: Manifest = { lines: new Map(), bytes: 0, files: 0, left: [] }
  await note(root, '', manifest, signal)
  return manifest
}

export function digestOf(manifest: Manifest): string {
  const hash = createHash('sha256')
  for (const [path, line] of [...manifest.lines].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${path}\0${line}\n`)
  return hash.digest('hex')
}

async function note(root: string, path: string, into: Manifest, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  const full = join(root, path)
  const found = await lstat(full)
  const mode = (found.mode & 0o7777).toString(8)
  if (found.isSymbolicLink()) into.lines.set(path, `link ${await readlink(full)}`)
  else if (found.isDirectory()) {
    into.lines.set(path, `folder ${mode}`)
    for (const name of (await readdir(full)).sort()) await note(root, join(path, name), into, signal)
  } else if (found.isFile()) {
    into.lines.set(path, `file ${mode} ${found.size} ${await sha256Of(full, signal)}`)
    into.bytes += found.size
    into.files += 1
  } else into.left.push(path)
}

export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash, { signal })
  return hash.digest('hex')
}
