// What Lighthouse says of the three pages somebody is woken to: the page behind the link, home and the room.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromiumPath } from '../test/chromium.ts'
import { Ledger } from '../test/fakes/ledger.ts'
import { startSmtp } from '../test/fakes/smtp.ts'
import { until } from '../test/harness.ts'
import { type RealFireline, startRealFireline } from '../test/real-fireline.ts'

const folder = join(import.meta.dirname, 'lighthouse')
const rounds = 4
const limits = { performance: 95, accessibility: 100 }

interface Score {
  name: string
  at: string
  performance: number
  accessibility: number
  firstPaintMs: number
  bytes: number
  failed: string[]
}

await install()
const ledger = new Ledger()
const smtp = await startSmtp(ledger)
const fireline = await startRealFireline({
  FIRELINE_SMTP_URL: smtp.url,
  FIRELINE_MAIL_FROM: 'fireline@example.org',
})
try {
  say(await score(await setTheStage(fireline)))
} finally {
  await fireline.stop()
  await smtp.stop()
}

/** Its own folder and lock: nobody else pays for it. */
async function install(): Promise<void> {
  if (existsSync(join(folder, 'node_modules', 'lighthouse'))) return
  await promisify(execFile)('npm', ['ci', '--ignore-scripts'], { cwd: folder })
}

interface Pages {
  woken: string
  cookie: { name: string; value: string; domain: string }
}

/** An incident as it is some minutes in: acknowledged, looked into, with a theory and a change. */
async function setTheStage({ url, person }: RealFireline): Promise<Pages> {
  const ana = await person('Ana Novak', 'responder', 'ana@example.org')
  const { body: opened } = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: '38 % of carts are empty',
    severity: 'sev2',
    service: 'default',
  })
  const woken = await until(() => ledger.links().find(link => /\/a\/[-\w]{43}$/.test(link)), 'the mail', 30_000)
  await ana.asks(opened.id, 'acknowledge')
  for (let n = 0; n < 15; n++) {
    await ana.asks(opened.id, 'post-update', { text: `We looked at gateway ${n}: no route.`, audience: 'responders' })
    await ana.asks(opened.id, 'add-evidence', { source: 'gw-1', kind: 'paste', text: `no route ${n}` })
  }
  await ana.asks(opened.id, 'propose-hypothesis', { statement: 'Gateway 2.31.0 rewrote route prefixes' })
  await ana.asks(opened.id, 'propose-change', {
    what: 'Give 214 routes their prefix back',
    intent: 'fix',
    kind: 'complex',
    touches: ['pg:gw-db/gateway/public.routes'],
  })
  const signedIn = await ana.post('/api/v1/session', { token: ana.token })
  const [name = '', value = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';')[0]?.split('=') ?? []
  return { woken, cookie: { name, value, domain: new URL(url).hostname } }
}

async function score({ woken, cookie }: Pages): Promise<Score[]> {
  const room = `${fireline.url}/incidents/INC-1`
  const pages = [
    { name: 'woken, phone', url: woken, phone: true },
    { name: 'home, phone', url: fireline.url, cookie, phone: true },
    { name: 'room, phone', url: room, cookie, phone: true },
    { name: 'home', url: fireline.url, cookie, phone: false },
    { name: 'room', url: room, cookie, phone: false },
  ]
  const run = promisify(execFile)(process.execPath, [join(folder, 'score.mjs')], { maxBuffer: 1e8 })
  run.child.stdin?.end(JSON.stringify({ chromium: await chromiumPath(), rounds, pages }))
  return JSON.parse((await run).stdout.trim().split('\n').at(-1) ?? '') as Score[]
}

function say(scores: Score[]): void {
  if (process.argv.includes('--json')) return void process.stdout.write(`${JSON.stringify({ scores })}\n`)
  const row = (cells: (string | number)[]) => `${cells.map((cell, n) => String(cell).padEnd(n ? 15 : 16)).join('')}\n`
  process.stdout.write(row(['page', 'performance', 'accessibility', 'first paint', 'bytes']))
  for (const one of scores)
    process.stdout.write(
      row([one.name, one.performance, one.accessibility, `${one.firstPaintMs} ms`, one.bytes, one.failed.join(' ')]),
    )
  process.stdout.write(
    `limits: performance ${limits.performance}, accessibility ${limits.accessibility}; median of ${rounds}\n`,
  )
}
