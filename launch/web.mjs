import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { run } from './run.mjs'
import { saying } from './say.mjs'

/** Builds the room for the browser when its sources are not those it was last built from. */
export async function buildWebIfStale(root, node) {
  if (!existsSync(join(root, 'src', 'web', 'index.html'))) return
  const built = join(root, 'dist', 'web')
  const stamp = join(built, '.built-from')
  const sources = fingerprint(root, ['vite.config.ts', 'package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  await saying('building the web page', () => build(root, node, built, sources))
}

/** Into a folder beside it first: a server that runs from the old one keeps whole files until the very end. */
async function build(root, node, built, sources) {
  const draft = `${built}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  try {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const args = [vite, 'build', '--outDir', draft, '--emptyOutDir', '--manifest', '--logLevel', 'warn']
    const code = await run(node, args, { cwd: root, stdio: ['ignore', 2, 2] })
    if (code !== 0) throw new Error(`the web page could not be built (vite ended with ${code})`)
    writeFileSync(join(draft, '.built-from'), sources)
    rmSync(built, { recursive: true, force: true })
    renameSync(draft, built)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
