import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identifyProcess } from '../src/store/embedded/process-identity.ts'

const launch = new URL('../launch/', import.meta.url).href
let checkout = ''
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'checkout-'))
})
afterEach(() => rmSync(checkout, { recursive: true, force: true }))

/** A checkout whose lockfile wants two packages, one of them only on another platform. */
function makeCheckout(installed: Record<string, string>): void {
  const packages = (versions: Record<string, string>) =>
    Object.fromEntries(Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }]))
  const wanted = { ...packages({ pg: '8.0.0' }), 'node_modules/elsewhere': { version: '1.0.0', optional: true } }
  writeFileSync(join(checkout, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }))
  for (const name of Object.keys(installed)) {
    mkdirSync(join(checkout, 'node_modules', name), { recursive: true })
    writeFileSync(join(checkout, 'node_modules', name, 'package.json'), '{}')
  }
  mkdirSync(join(checkout, 'node_modules'), { recursive: true })
  writeFileSync(join(checkout, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: packages(installed) }))
}

test('a start installs when a package is missing or another version, and only then', async () => {
  makeCheckout({ pg: '8.0.0' })
  expect(await isStale()).toBe('false')
  makeCheckout({ pg: '7.0.0' })
  expect(await isStale()).toBe('true')
  makeCheckout({ pg: '8.0.0' })
  rmSync(join(checkout, 'node_modules', 'pg'), { recursive: true })
  expect(await isStale()).toBe('true')
  rmSync(join(checkout, 'node_modules'), { recursive: true })
  expect(await isStale()).toBe('true')
})

test('a program hears the signals of its launcher, hands back its exit code, and ends when the launcher is killed', async () => {
  const program = join(checkout, 'program.mjs')
  writeFileSync(
    program,
    `setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(7)); console.log(process.pid)`,
  )
  const asked = await launched(program)
  asked.launcher.kill('SIGTERM')
  expect(await once(asked.launcher, 'exit')).toEqual([7, null])
  const killed = await launched(program)
  killed.launcher.kill('SIGKILL')
  await expect.poll(() => identifyProcess(killed.pid), { timeout: 5_000 }).toBeUndefined()
})

function script(text: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function isStale(): Promise<string> {
  return firstLine(
    script(`import { isStale } from '${launch}install.mjs'; console.log(isStale(${JSON.stringify(checkout)}))`),
  )
}

/** As an older Node would do it: the program runs in a child. */
async function launched(program: string): Promise<{ launcher: ChildProcess; pid: number }> {
  const launcher = script(
    `import { runOnNode24 } from '${launch}run.mjs'
     Object.defineProperty(process, 'execPath', { value: 'an older node' })
     await runOnNode24(${JSON.stringify(process.execPath)}, ${JSON.stringify(program)}, [])`,
  )
  return { launcher, pid: Number(await firstLine(launcher)) }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('no output to read')
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error('it ended without a word')
}
