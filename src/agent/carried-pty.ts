import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The native files of each platform, gzip in base64. A terminal needs one that is no JavaScript. */
export type Carried = Record<string, Record<string, string>>

/** Loads it from a folder of this person's own, put there on first use; throws with what is missing. */
export function loadCarried(carried: Carried, name: string): unknown {
  const file = carriedFile(carried, name)
  const loaded = { exports: {} }
  try {
    process.dlopen(loaded, file)
  } catch (error) {
    throw new Error(`${unable} ${file} does not load here: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  return loaded.exports
}

const unable = 'This machine cannot share a terminal with the file that Fireline hands out.'

/** Where it is on this disk; what lies there is compared first, and nobody else may have written it. */
export function carriedFile(carried: Carried, name: string): string {
  const platform = `${process.platform}-${process.arch}`
  const packed = carried[platform]?.[name]
  if (packed === undefined)
    throw new Error(
      `${unable} It carries no terminal for ${platform}, only for ${Object.keys(carried).join(', ')}. ` +
        'From a checkout (npm start, npx fireline share) it can, where npm has one.',
    )
  const bytes = gunzipSync(Buffer.from(packed, 'base64'))
  const folder = ownFolder(join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'fireline'))
  const file = join(folder, `${digestOf(bytes).slice(0, 16)}-${name}`)
  if (existsSync(file) && digestOf(readFileSync(file)) === digestOf(bytes)) return file
  const partial = `${file}.${process.pid}`
  writeFileSync(partial, bytes, { mode: 0o700 })
  renameSync(partial, file)
  return file
}

function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const is = lstatSync(folder)
  if (!is.isDirectory() || is.uid !== userInfo().uid)
    throw new Error(`${folder} is not a folder of yours: remove it, or set XDG_CACHE_HOME.`)
  chmodSync(folder, 0o700)
  return folder
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
