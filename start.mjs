// npm start, npm test and every other script of package.json begin here, on whatever Node there is (20.19 or newer): install
// what is missing, build what is stale, then run the program itself on Node 24.
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChecks } from './launch/checks.mjs'
import { buildCliFileIfStale } from './launch/cli-file.mjs'
import { installIfStale } from './launch/install.mjs'
import { findNode24 } from './launch/node24.mjs'
import { run, runOnNode24 } from './launch/run.mjs'
import { buildWebIfStale } from './launch/web.mjs'

const root = dirname(fileURLToPath(import.meta.url))

const commands = {
  serve: async (node, args) => runOnNode24(node, join(root, 'src', 'cli', 'cli.ts'), ['serve', ...args]),
  check: async node => (await runChecks(root, node)) || process.exit(1),
  test: async (node, args) => {
    const passed = args.length > 0 || (await runChecks(root, node))
    const code = await vitest(node, args)
    process.exitCode = passed ? code : 1
  },
  'test:long': async (node, args) => {
    process.exitCode = await vitest(node, ['--config', 'vitest.long.config.ts', ...args])
  },
  'test:proof': async (node, args) => {
    if (args.includes('--full')) process.env.FIRELINE_PROOF = 'full'
    const others = args.filter(arg => arg !== '--full')
    process.exitCode = await vitest(node, ['--config', 'vitest.proof.config.ts', ...others])
  },
  pictures: async (node, args) => {
    process.exitCode = await vitest(node, ['--config', 'vitest.pictures.config.ts', ...args])
  },
  pack: async node => {
    process.exitCode = await run(
      node,
      [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.pack.json'],
      { cwd: root },
    )
  },
  run: async (node, [file, ...args]) => runOnNode24(node, join(root, file), args),
}

function vitest(node, args) {
  return run(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], { cwd: root })
}

try {
  const [name = 'serve', ...args] = process.argv.slice(2)
  const command = commands[name]
  if (command === undefined) throw new Error(`start.mjs knows ${Object.keys(commands).join(', ')}, not ${name}`)
  await installIfStale(root)
  const node = findNode24(root)
  // Programs that ours start find the same Node.
  process.env.PATH = [dirname(node), process.env.PATH].join(delimiter)
  if (name !== 'check') {
    await buildWebIfStale(root, node)
    await buildCliFileIfStale(root, node)
  }
  await command(node, args)
} catch (error) {
  process.stderr.write(`fireline: ${error.message}\n`)
  process.exitCode = 1
}
