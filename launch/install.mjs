import { spawn } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { saying } from './say.mjs'

/**
 * Installs what package-lock.json asks for when it is not there. A start that finds everything in place never touches the
 * network. `npm install`, not `npm ci`: the lockfile may lack other platforms' optional packages, which `npm ci` refuses.
 */
export async function installIfStale(root) {
  if (!isStale(root)) return
  await saying('installing packages (once, half a minute or so)', () => install(root))
  if (isStale(root))
    throw new Error('npm install ended well, yet packages of package-lock.json are missing: please run it by hand')
}

export function isStale(root) {
  const modules = join(root, 'node_modules')
  // A linked folder is another checkout's to keep.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return false
  const installed = read(join(modules, '.package-lock.json'))
  if (installed === undefined) return true
  const wanted = read(join(root, 'package-lock.json'))?.packages ?? {}
  return Object.entries(wanted).some(([path, { version, optional, link }]) => {
    if (path === '' || link) return false
    const found = installed.packages?.[path]
    if (found === undefined) return !optional
    return found.version !== version || !existsSync(join(root, path, 'package.json'))
  })
}

function install(root) {
  const npm = process.env.npm_execpath
  const [command, ...first] = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const args = ['install', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error']
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    child.once('error', error => reject(new Error(`npm could not be started (${error.message})`)))
    child.once('exit', code =>
      code === 0
        ? resolve()
        : reject(new Error(`npm install failed (${code}). It needs the network this once; then: npm start`)),
    )
  })
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
