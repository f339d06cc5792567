import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { saying } from './say.mjs'

/** Everything that reads the code without running it. Each is a local program: a bare npx might fetch another of that name. */
const checks = [
  ['format', '@biomejs/biome/bin/biome', ['format', '.']],
  ['lint', 'oxlint/bin/oxlint', ['--type-aware']],
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['types of the web page', 'typescript/bin/tsc', ['-p', 'src/web/tsconfig.json']],
  ['dead code', 'knip/bin/knip.js', ['--no-config-hints']],
]

/** Two at a time, as the machine has cores; what a failed one said is shown. Answers whether all passed. */
export async function runChecks(root, node) {
  const waiting = checks.filter(
    ([name]) => name !== 'types of the web page' || existsSync(join(root, 'src/web/index.html')),
  )
  const results = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(root, node, check))
  }
  await saying('checking format, lint, types and dead code', () => Promise.all([worker(), worker()]))
  for (const { name, output } of results.filter(({ code }) => code !== 0))
    process.stderr.write(`\n✗ ${name}\n${output}\n`)
  return results.every(({ code }) => code === 0)
}

function runCheck(root, node, [name, file, args]) {
  return new Promise(resolve => {
    const child = spawn(node, [join(root, 'node_modules', file), ...args], { cwd: root })
    const said = []
    child.stdout.on('data', chunk => said.push(chunk))
    child.stderr.on('data', chunk => said.push(chunk))
    child.once('error', error => resolve({ name, code: 1, output: error.message }))
    child.once('close', code => resolve({ name, code, output: Buffer.concat(said).toString() }))
  })
}
