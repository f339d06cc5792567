import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Fireline runs on Node 24, which npm brings along where the machine has an older one. Throws with what to install. */
export function findNode24(root) {
  if (isNew(process.versions.node)) return process.execPath
  // Beside us in a checkout, among our neighbours when installed.
  for (const modules of [join(root, 'node_modules'), join(root, '..')]) {
    const brought = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
    if (existsSync(brought) && isNew(versionOf(brought))) return brought
  }
  throw new Error(
    `Fireline needs Node 24 or newer and this is ${process.versions.node}. npm brings it along on linux-x64 only ` +
      '(and leaves it out when optional packages are omitted): please install Node 24 from nodejs.org, then start again.',
  )
}

function isNew(version) {
  return Number(version.split('.')[0]) >= 24
}

function versionOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return (stdout ?? '').trim().replace(/^v/, '')
}
