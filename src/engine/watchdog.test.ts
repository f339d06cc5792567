import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compiled } from '../../test/compiled.ts'
import { until } from '../../test/harness.ts'

const program = fileURLToPath(new URL('../../test/fixtures/stands-still.ts', import.meta.url))
const children: ChildProcess[] = []
const told: string[] = []
let receiver: Server
let topic: string

beforeAll(async () => {
  receiver = createServer((request, answer) => {
    let body = ''
    request.on('data', chunk => (body += String(chunk))).on('end', () => told.push(body) && answer.end('{}'))
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  topic = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/operators`
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  receiver.close()
})

interface Started {
  child: ChildProcess
  said(): string
  code: Promise<number | string | null>
}

async function starts(args: string[] = [], env: Record<string, string> = {}): Promise<Started> {
  const all = { ...process.env, ...compiled, FIRELINE_STUCK_SECONDS: '1', ...env }
  const child = spawn(process.execPath, [...args, program], { env: all, stdio: 'pipe' })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += String(chunk)))
  const code = new Promise<number | string | null>(resolve =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  )
  await until(() => said.includes('it turns'), `it to turn: ${said}`, 30_000)
  return { child, said: () => said, code }
}

it('a loop that stands still says where, tells the operators, and ends with 70; under a debugger, or stopped as a whole, it is left alone', async () => {
  const fallback = { FIRELINE_FALLBACK_URL: topic, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }
  const [counting, waiting, debugged, stopped] = await Promise.all([
    starts([], fallback),
    starts(),
    starts(['--inspect=127.0.0.1:0']),
    starts(),
  ])
  stopped.child.kill('SIGSTOP')
  for (const one of [counting, debugged]) one.child.stdin?.write('count\n')
  waiting.child.stdin?.write('native\n')
  expect(await Promise.all([counting.code, waiting.code])).toEqual([70, 70])
  expect(counting.said()).toContain('the event loop stands still: Fireline leaves, to be started again')
  expect(counting.said()).toMatch(/countsForEver \(.*stands-still\.ts:\d+\)/)
  expect(waiting.said()).toMatch(/waitsForEver \(.*stands-still\.ts:\d+\)/)
  expect(told).toEqual([expect.stringMatching(/Fireline stood still for \d+ s and leaves \(node node-1\)/)])
  stopped.child.kill('SIGCONT')
  stopped.child.stdin?.write('turn\n')
  await until(() => stopped.said().split('it turns').length === 3, 'it to turn again')
  for (const one of [debugged, stopped])
    expect([one.child.exitCode, one.said().includes('stands still')]).toEqual([null, false])
})
