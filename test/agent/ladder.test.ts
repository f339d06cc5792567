import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HostAnswer } from '../../src/api/host-protocol.ts'
import { signStep } from '../../src/cli/step.ts'
import type { Wish } from '../../src/hosts/host-agents.ts'
import type { Entry } from '../../src/incident/entry.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { compiled } from '../compiled.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Sshd, startSshd } from '../host/sshd.ts'
import { requireProgram } from '../real-program.ts'
import { type AgentOfAHost, agentOfAHost } from './agent-of-a-host.ts'

const run = promisify(execFile)
const hasSshKeygen = requireProgram('ssh-keygen') !== undefined
const page = `---\ntitle: Errors of the shop\n---\n# Errors\n\n\`\`\`sh {"name":"look at the pool","fl-kind":"check"}\necho pool "$((40 + 2))" password=hunter2hunter2\nexit 3\n\`\`\`\n\n\`\`\`sh {"name":"restart web","fl-risk":"simple"}\necho restarted\n\`\`\`\n\n\`\`\`sh {"name":"drop it","fl-touches":"dir:/srv"}\nrm -r /srv/none\n\`\`\`\n`

let world: World
let ana: Caller
let incident: string
let agent: AgentOfAHost
let folder: string

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  const made = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Slow',
    severity: 'sev3',
    service: 'default',
  })
  incident = made.body.id
  agent = await agentOfAHost(world, 'level: 0')
  folder = dirname(agent.places.file)
})
afterAll(async () => {
  await agent.end()
  // A busy machine may let a look at the database wait; of the agents nothing may go wrong.
  expect(world.errors.filter(one => /agent|socket/.test(one))).toEqual([])
  await world.stop()
})

const onHost = (what: string, body: object, host = 'db-1') =>
  ana.post<{
    entries: Entry[]
    error: { code: string; message: string; path?: string }
    refusal: { code: string; next: { command: string; body: object }[] }
  }>(`/api/v1/incidents/${incident}/hosts/${host}/${what}`, body)
const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
/** Root writes the file; the agent says anew what it allows. */
async function allow(level: number, text: string) {
  agent.allow(`level: ${level}\n${text}`)
  await until(() => agent.here()?.allows.level === level && JSON.stringify(agent.here()?.allows), `level ${level}`)
}

it('0: nothing is installed: a person’s own ssh fetches the lines around the onset', async () => {
  const sshd = await startSshd()
  if (!sshd) return
  try {
    await sshd.letIn('ana')
    const { startedAt, openedAt } = await is()
    const onset = Date.parse(startedAt || openedAt)
    const at = (ms: number) => new Date(onset + ms).toISOString()
    writeFileSync(
      join(sshd.home, 'app log.txt'),
      `${at(-7_200_000)} long ago\n${at(-60_000)} pool exhausted\n  at acquire\n${at(7_200_000)} later\n`,
    )
    const said = await fireline(sshd, [
      'logs',
      '--via',
      `ssh ${sshd.args('ana').slice(0, -1).join(' ')} -o HostName=127.0.0.1 -l ${sshd.user}`,
      '--around',
      '5m',
      'db-1',
      '--',
      'cat',
      join(sshd.home, 'app log.txt'),
    ])
    expect(said).toMatchObject({ stderr: '', code: 0, stdout: expect.stringMatching(/^E\d+ kept/) })
    const kept = (await is()).evidence.at(-1)
    expect(kept).toMatchObject({ source: 'db-1', kind: 'command', exitCode: 0, from: at(-300_000), to: at(300_000) })
    expect(kept?.excerpt).toContain(`2 of 4 lines`)
    expect(kept?.excerpt).toContain(`${at(-60_000)} pool exhausted\n  at acquire\n`)
    expect(kept?.excerpt).not.toMatch(/long ago|later/)
  } finally {
    await sshd.stop()
  }
})

it('1: the eyes read a window of a log that the file names, and nothing else', async () => {
  const log = join(folder, 'app.log')
  writeFileSync(
    log,
    '2026-11-28T09:00:00Z before\n2026-11-28T09:20:00Z pool exhausted token=abcdefgh12345678\n  at acquire\n2026-11-28T10:00:00Z after\n',
  )
  const window = { from: '2026-11-28T09:10:00.000Z', to: '2026-11-28T09:30:00.000Z' }
  expect(await onHost('look', { log: 'shop', ...window })).toMatchObject({
    status: 403,
    body: { error: { code: 'not-allowed' } },
  })
  await allow(1, `logs: {shop: ${log}}`)
  const looked = await onHost('look', { log: 'shop', ...window })
  expect(looked).toMatchObject({
    status: 200,
    body: { entries: [{ type: 'EvidenceAdded', data: { source: 'log shop on db-1', kind: 'file', ...window } }] },
  })
  expect((await is()).evidence.at(-1)?.excerpt).toBe(
    '2026-11-28T09:20:00Z pool exhausted token=[redacted]\n  at acquire\n',
  )
  for (const name of ['../../etc/passwd', '/etc/passwd', 'shop/../x', '__proto__', 'constructor', 'shop '])
    expect(await onHost('look', { log: name, ...window })).toMatchObject({
      status: 400,
      body: { error: { path: 'log' } },
    })
  expect(await onHost('look', { log: 'shop', from: window.to, to: window.from })).toMatchObject({
    status: 400,
    body: { error: { path: 'to' } },
  })
  expect(await onHost('look', { log: 'shop', ...window }, 'db-9')).toMatchObject({ status: 404 })
})

it('2: a check is run as its words stand in the file, without a shell; what comes of it is evidence and an entry', async () => {
  const words = [
    '/usr/bin/printf',
    '%s|',
    'a b',
    '$(id)',
    '`id`',
    ';id',
    '&& id',
    '"',
    "'",
    '-n',
    '*',
    '>/tmp/x',
    '\\n',
  ]
  await allow(2, `checks: {words: ${JSON.stringify(words)}, fails: [/bin/false], gone: [/no/such]}`)
  const ran = await onHost('run-check', { check: 'words' })
  expect(ran.body.entries).toMatchObject([
    { type: 'EvidenceAdded' },
    { type: 'CheckRan', data: { host: 'db-1', check: 'words', exitCode: 0 } },
  ])
  const { evidence } = await is()
  expect(evidence.at(-1)?.excerpt).toBe(
    words
      .slice(2)
      .map(word => `${word}|`)
      .join(''),
  )
  expect(ran.body.entries[1]?.data).toMatchObject({ digest: evidence.at(-1)?.digest })
  expect((await onHost('run-check', { check: 'fails' })).body.entries[1]?.data).toMatchObject({ exitCode: 1 })
  expect(await onHost('run-check', { check: 'gone' })).toMatchObject({
    status: 422,
    body: { error: { code: 'not-run' } },
  })
  for (const check of hostileNames)
    expect(await onHost('run-check', { check }), check).toMatchObject({
      status: 400,
      body: { error: { path: 'check' } },
    })
})

it('2: the agent itself refuses what a server that was taken over makes up', async () => {
  await allow(2, 'checks: {disk: [/bin/true]}')
  // A file that changed has the agent come anew: whoever asks in between is told that nobody answered.
  const no = (asks: Wish): Promise<string> =>
    until(async () => {
      const answer: HostAnswer | undefined = await agent.here()?.ask(asks)
      if (answer?.type === 'did') return answer.shown
      return answer?.type === 'no' && answer.code !== 'no-answer' && answer.code
    }, 'an answer')
  for (const check of hostileNames.filter(name => name !== ''))
    expect(await no({ type: 'run-check', check }), check).toBe('unknown-check')
  const step = { type: 'run-step', page: 'p', step: 's', language: 'sh', code: 'id', signature: 'x' } as const
  expect(await no(step)).toBe('not-allowed')
  agent.allow('level: 0')
  expect(await no({ type: 'run-check', check: 'disk' })).toBe('not-allowed')
  agent.allow('level: 9')
  expect(await no({ type: 'run-check', check: 'disk' })).toBe('failed')
  expect((await is()).checks?.map(one => one.check)).toEqual(['words', 'fails'])
})

it.runIf(hasSshKeygen)('3: a step runs once a reviewer of that host signed it as it stands', async () => {
  const runbook = join(world.dataDir, 'runbook')
  mkdirSync(join(runbook, 'shop'), { recursive: true })
  writeFileSync(join(runbook, 'shop/errors.md'), page)
  const [rita, eve] = [await keyOf('rita'), await keyOf('eve')]
  writeFileSync(join(folder, 'reviewers'), `rita@example.com ${rita.public}\n`, { mode: 0o644 })
  await allow(3, `reviewers: ${join(folder, 'reviewers')}`)
  expect(agent.here()?.allows.reviewers).toEqual(['rita@example.com'])
  const sign = (step: string, key: string) => signStep(runbook, 'shop/errors.md', step, key)
  const asked = (step: string) => onHost('run-step', { page: 'shop/errors', step })

  await until(async () => (await asked('look at the pool')).status !== 404, 'the page to be read')
  expect(await asked('look at the pool')).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('Nobody signed it') } },
  })
  sign('look at the pool', eve.file)
  expect(await asked('look at the pool')).toMatchObject({ status: 422, body: { error: { code: 'not-signed' } } })
  for (const step of ['look at the pool', 'restart web', 'drop it']) sign(step, rita.file)
  const ran = await asked('look at the pool')
  expect(ran.body.entries).toMatchObject([
    { type: 'EvidenceAdded', data: { exitCode: 3 } },
    {
      type: 'StepRan',
      data: { page: 'shop/errors', step: 'look at the pool', host: 'db-1', exitCode: 3, outcome: 'failed' },
    },
  ])
  expect((await is()).evidence.at(-1)?.excerpt).toBe('pool 42 password=[redacted]\n')
  expect((await asked('restart web')).body.entries.at(-1)).toMatchObject({ type: 'StepRan', data: { outcome: 'done' } })
  const complex = await asked('drop it')
  expect(complex).toMatchObject({
    status: 409,
    body: { refusal: { code: 'no-verified-backup', next: [{ command: 'propose-change' }] } },
  })
  const [way] = complex.body.refusal.next
  expect((await ana.post(`/api/v1/incidents/${incident}/propose-change`, way?.body)).status).toBe(200)

  writeFileSync(join(runbook, 'shop/errors.md'), page.replace('pool 4', 'pool 5').replace('exit 3', 'exit 4'))
  expect(await until(async () => (await asked('look at the pool')).status === 422, 'the changed page to be read')).toBe(
    true,
  )
})

it.runIf(hasSshKeygen)('3: a signature of one step opens no other, and one wish is done once', async () => {
  const signature = readFileSync(join(world.dataDir, 'runbook/shop/errors.restart-web.sig'), 'utf8')
  const here = agent.here()
  if (!here) throw new Error('no agent')
  const good = {
    type: 'run-step',
    page: 'shop/errors',
    step: 'restart web',
    language: 'sh',
    code: 'echo restarted',
    signature,
  } as const
  const wish = crypto.randomUUID()
  expect(await here.ask(good, wish)).toMatchObject({ type: 'did', shown: 'restarted\n', exitCode: 0 })
  expect(await here.ask(good, wish)).toMatchObject({ type: 'no', code: 'asked-before' })
  const bad: Partial<typeof good>[] | object[] = [
    { code: 'echo restarted; id' },
    { code: 'echo restarted\n' },
    { code: 'echo restarted\r' },
    { step: 'restart' },
    { page: 'shop/errors\nstep x' },
    { language: 'bash' },
    { language: 'python' },
    { language: '__proto__' },
    { signature: signature.replace(/[A-Za-z0-9+/]{10}\n-----END/, 'AAAAAAAAAA\n-----END') },
    { signature: '-f /etc/passwd' },
    { step: 'restart web\nlanguage sh\n\nid' },
  ]
  for (const changed of bad)
    expect(await here.ask({ ...good, ...changed }), JSON.stringify(changed)).toMatchObject({ type: 'no' })
})

const hostileNames = [
  'id',
  '/bin/sh',
  '../disk',
  'disk;id',
  'disk id',
  '$(id)',
  '`id`',
  'disk\nid',
  '-c',
  '--',
  '__proto__',
  'constructor',
  'toString',
  'DISK',
  'disk\u202e',
  '😀'.repeat(20),
  '',
]

async function keyOf(name: string): Promise<{ file: string; public: string }> {
  const file = join(folder, name)
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file])
  return { file, public: readFileSync(`${file}.pub`, 'utf8').trim() }
}

async function fireline(sshd: Sshd, args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...compiled,
    PATH: process.env['PATH'],
    HOME: sshd.home,
    FIRELINE_URL: world.url,
    FIRELINE_TOKEN: ana.token,
  }
  return new Promise(resolve => {
    execFile(process.execPath, ['src/cli/cli.ts', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ).stdin?.end()
  })
}
