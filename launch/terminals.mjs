import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64']
const names = ['pty.node', 'spawn-helper']
const patienceMs = 10_000

/**
 * The native part of a terminal for each platform: of this machine from its packages, of the others from npm, asked once
 * for each version and kept beside the packages. Without the network the file says which platforms it carries.
 */
export function terminals(root) {
  const found = platforms.map(platform => [platform, installed(root, platform) ?? fetched(root, platform)])
  return Object.fromEntries(found.filter(([, files]) => files !== undefined && 'pty.node' in files))
}

function installed(root, platform) {
  const folder = join(root, 'node_modules', '@lydell', `node-pty-${platform}`)
  return packed(name => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined))
}

function fetched(root, platform) {
  const name = `@lydell/node-pty-${platform}`
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages[`node_modules/${name}`]
  if (!wanted) return undefined
  const folder = join(root, 'node_modules', '.cache', 'terminals')
  const archive = join(folder, `lydell-node-pty-${platform}-${wanted.version}.tgz`)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(archive)) askOnce(`${name}@${wanted.version}`, folder, `${archive}.asked`)
  if (!existsSync(archive)) return undefined
  const digest = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (wanted.integrity !== `sha512-${digest}`)
    throw new Error(`${archive} is not what package-lock.json names: remove it`)
  return packed(file => {
    const { status, stdout } = spawnSync('tar', ['-xzOf', archive, `package/${file}`])
    return status === 0 && stdout.length > 0 ? stdout : undefined
  })
}

/** A later start never asks again: it may have no network, and what is there works. */
function askOnce(wanted, folder, asked) {
  if (existsSync(asked)) return
  writeFileSync(asked, 'Remove this file to ask npm again.\n')
  const npm = process.env.npm_execpath
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm']
  const args = ['pack', wanted, '--pack-destination', folder, '--silent', '--fetch-retries=0']
  spawnSync(command, [...first, ...args], { cwd: folder, timeout: patienceMs, stdio: 'ignore' })
}

function packed(read) {
  const files = names.flatMap(name => {
    const bytes = read(name)
    return bytes ? [[name, gzipSync(bytes, { level: 9 }).toString('base64')]] : []
  })
  return files.length > 0 ? Object.fromEntries(files) : undefined
}
