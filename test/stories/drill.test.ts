import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrillResult } from '../../src/drill/drill.ts'
import { recorded } from '../../src/drill/shop/state-folder.ts'
import { identifyProcess } from '../../src/store/embedded/process-identity.ts'

const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
let home: string
const started: ChildProcess[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'drill-story-'))
  await chmod(home, 0o711)
})
afterAll(async () => {
  await Promise.all(started.map(endOf))
  await rm(home, { recursive: true, force: true })
})

describe('fireline drill bad-deploy', () => {
  test('goes the whole road by itself, and the second time begins with the page of the first', async () => {
    const drill = start(['--auto', '--fast', '--json', '--seed', '7'])
    const said = await allOf(drill)
    expect(said.errors).toBe('')
    expect(said.exitCode).toBe(0)
    const result = JSON.parse(said.output.trimEnd().split('\n').at(-1) ?? '') as DrillResult
    expect(stepsInOrder(result)).toEqual(road)
    expect(result.truth.entity).toBe('web-2')
    expect(result.end).toEqual({ isGreen: true, failedShare: 0, wrongRows: 0 })
    expect(await readdir(home)).toEqual([])
  }, 90_000)

  test('cleans up after one that was killed, is ended by Ctrl-C, and nothing of either is left', async () => {
    const killed = await begun()
    killed.drill.kill('SIGKILL')
    await once(killed.drill, 'exit')
    const { drill, pids: ownPids } = await begun()
    const pids = [...killed.pids, ...ownPids]
    expect(killed.pids.filter(pid => identifyProcess(pid) !== undefined)).toEqual([])
    drill.kill('SIGINT')
    const [exitCode] = (await once(drill, 'exit')) as [number]
    expect(exitCode).toBe(130)
    expect(pids.filter(pid => identifyProcess(pid) !== undefined)).toEqual([])
    expect(existsSync(join(home, 'drill'))).toBe(false)
  }, 60_000)

  test('knows its faults', async () => {
    const said = await allOf(start([], 'earthquake'))
    expect([said.exitCode, said.errors]).toEqual([1, 'There is no fault "earthquake". There is: bad-deploy.\n'])
  })
})

/** Each step of the road once, in the order in which it first came; both times together. */
const road = [
  'shop broken alert told acknowledged size-up evidence keyboard terminal refused ruled-out',
  'runbook mitigated cause fixed backup recovered resolved drafted page',
]
  .join(' ')
  .split(' ')

function stepsInOrder({ lines }: DrillResult): string[] {
  return [...new Set(lines.map(line => line.step))]
}

async function begun(): Promise<{ drill: ChildProcess; pids: number[] }> {
  const drill = start(['--fast'])
  await outputOf(drill, /shopctl status/)
  const pids = recorded(join(home, 'drill')).map(each => each.pid)
  expect(pids.length).toBeGreaterThanOrEqual(6)
  return { drill, pids }
}

function start(flags: string[], fault = 'bad-deploy'): ChildProcess {
  const args = [cli, 'drill', fault, '--folder', join(home, 'drill'), ...flags]
  const drill = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(drill)
  return drill
}

/** A drill that a failed test left running is ended in order, so that it can take away what it made. */
async function endOf(drill: ChildProcess): Promise<void> {
  if (drill.exitCode !== null || drill.signalCode !== null) return
  drill.kill('SIGINT')
  await once(drill, 'exit')
}

async function allOf(drill: ChildProcess): Promise<{ output: string; errors: string; exitCode: number }> {
  let [output, errors] = ['', '']
  drill.stdout?.on('data', chunk => (output += String(chunk)))
  drill.stderr?.on('data', chunk => (errors += String(chunk)))
  const [exitCode] = (await once(drill, 'close')) as [number]
  return { output, errors, exitCode }
}

async function outputOf(drill: ChildProcess, expected: RegExp): Promise<void> {
  let output = ''
  for await (const chunk of drill.stdout ?? []) {
    output += String(chunk)
    if (expected.test(output)) return
  }
  throw new Error(`the drill ended without saying ${expected}: ${output}`)
}
