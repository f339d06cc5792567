import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { adminToken, type Caller, callerOf, until } from '../harness.ts'
import { childEnv, logIn, passableFolder, type ServerRun, serve } from '../killed/server.ts'
import { openBrowser, shareShell } from '../rally/people-at-a-terminal.ts'
import { freePort } from '../real-alertmanager.ts'
import { requireProgram } from '../real-program.ts'

/** In seconds: the session before the kill (its third minute is 150), and how long the server is away (ten minutes are 600). */
const beforeS = Number(process.env['VIM_BEFORE_S'] ?? 10)
const awayS = Number(process.env['VIM_AWAY_S'] ?? 60)
/** A recording may grow by 32 MiB at once; beyond that each moment's beginning and newest are kept. */
const flooded = 50_000_000
const vim = requireProgram('vim')

let database: FreshDatabase
let smtp: SmtpFake
const ledger = new Ledger()
const folder = passableFolder('vim')
const nodes: ServerRun[] = []

beforeAll(async () => {
  database = await freshDatabase()
  smtp = await startSmtp(ledger)
})

afterAll(async () => {
  for (const node of nodes) await node.end('SIGTERM')
  await smtp.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function startNode(name: string, port: number): Promise<ServerRun> {
  const env = childEnv(join(folder, name), {
    DATABASE_URL: database.url,
    FIRELINE_SECRET_FILE: join(folder, 'secret'),
    FIRELINE_ADMIN_TOKEN: adminToken,
    FIRELINE_SMTP_URL: smtp.url,
    FIRELINE_PORT: String(port),
  })
  const node = serve(env, logIn(folder))
  nodes.push(node)
  await node.ready
  return node
}

async function person(admin: Caller, url: string, name: string): Promise<Caller> {
  const { body } = await admin.post<{ id: string }>('/api/v1/people', {
    name,
    role: 'responder',
    email: `${name.toLowerCase()}@shop.example`,
  })
  const token = await admin.post<{ token: string }>(`/api/v1/people/${body.id}/tokens`, { name: 'test' })
  return callerOf(url, token.body.token, body.id)
}

const pass = async (seconds: number, what: string) => {
  const end = performance.now() + seconds * 1_000
  await until(() => performance.now() > end, what, seconds * 2_000 + 1_000)
}

test.skipIf(!vim)(
  'a server is killed while vim is open: the shell and vim live on, the other node pages, and later all is there, its gap marked',
  async () => {
    const [port, otherPort] = [await freePort(), await freePort()]
    const node = await startNode('first', port)
    await startNode('second', otherPort)
    const [url, otherUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${otherPort}`]
    const admin = callerOf(url, adminToken, '')
    await person(admin, url, 'Ben')
    const ana = await person(admin, url, 'Ana')
    await admin.put('/api/v1/services/payments', { name: 'Payments' })
    const { body: key } = await admin.post<{ key: string }>('/api/v1/integrations', {
      service: 'payments',
      kind: 'webhook',
      name: 'payments',
    })
    const declared = { title: 'Checkout fails', severity: 'sev3', service: 'default' }
    const { body: made } = await ana.post<{ id: string }>('/api/v1/incidents', declared)
    const shell = await shareShell(url, ana, made.id)
    const { recording } = await shell.link.welcomed
    const place = { incident: made.id, terminal: shell.terminal }
    const screen = async () => {
      const browser = await openBrowser(url, ana.token, place)
      browser.close()
      return browser.shown()
    }
    const file = join(folder, 'notes.txt')
    const type = (data: string) => shell.keeper.tell({ type: 'local', data })
    type(`vim -u NONE -N -n ${file}\r`)
    await until(async () => (await screen()).includes('~'), 'vim to open', 20_000)
    type('ibefore-the-kill')
    await until(async () => (await screen()).includes('before-the-kill'), 'vim to show what is typed', 20_000)
    await pass(beforeS, 'the session to go on')

    await node.end('SIGKILL')
    await until(() => !shell.link.isLinked(), 'the line to be cut')
    const back = performance.now() + awayS * 1_000
    const fired = { title: 'Payments time out', severity: 'critical' }
    const accepted = await fetch(`${otherUrl}/intake/${key.key}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fired),
    })
    expect(accepted.status).toBe(202)
    const page = () => ledger.find(one => one.to.includes('ben@') && one.what.includes('Payments time out'))
    await until(page, 'the page by the other node', 30_000)
    // More than is kept of a moment, so that a gap has to be marked; vim waits behind it for Enter.
    const over = join(folder, 'over')
    type(`\u001b:!yes flooded-while-nobody-hears | head -c ${flooded}; touch ${over}\r`)
    await until(() => existsSync(over), 'the flood to be over', 120_000)
    type('\r')
    type(':w\r')
    await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('before-the-kill'), 'vim to save', 30_000)
    type('oafter-the-kill')
    await until(() => performance.now() > back, 'the server to be away for so long', awayS * 2_000)

    await startNode('first', port)
    await until(shell.link.isLinked, 'the line to come back', 60_000)
    await until(async () => (await screen()).includes('after-the-kill'), 'vim to be seen again', 120_000)
    type('\u001b:wq\r')
    // Whatever is typed before vim has left is vim's.
    await until(async () => !(await screen()).includes('after-the-kill'), 'vim to leave', 60_000)
    type('echo alive-$((40+2))\r')
    await until(async () => (await screen()).includes('alive-42'), 'the shell to answer', 60_000)
    expect(readFileSync(file, 'utf8')).toBe('before-the-kill\nafter-the-kill\n')
    await until(shell.link.allStored, 'all of it to be stored', 120_000)
    const cast = (await ana.get<string>(`/api/v1/recordings/${recording}.cast`)).body
    expect(Buffer.byteLength(cast)).toBe(shell.keeper.size())
    const gaps = cast.split('\n').flatMap(line => /^# fireline .*"gap":\{"bytes":(\d+)/.exec(line)?.[1] ?? [])
    console.info(
      `away ${awayS} s: ${cast.length} bytes recorded, ${gaps.length} gaps of ${gaps.reduce((sum, one) => sum + Number(one), 0)} bytes`,
    )
    expect(gaps.length).toBeGreaterThan(0)
    await shell.end()
  },
)
