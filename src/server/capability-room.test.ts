import { afterAll, beforeAll, expect, it } from 'vitest'
import { Ledger } from '../../test/fakes/ledger.ts'
import { startSmtp } from '../../test/fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { openBrowser, type SharedShell, shareShell } from '../../test/rally/people-at-a-terminal.ts'

const ledger = new Ledger()
let smtp: Awaited<ReturnType<typeof startSmtp>>
let world: World
let ana: Caller
let shell: SharedShell | undefined
beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
})
afterAll(async () => {
  await shell?.end()
  await world.stop()
  await smtp.stop()
})

it('who is woken looks into the room from a phone: its terminal, what was seen, what changes, what happened', async () => {
  const fire = { title: 'Checkout fails', severity: 'sev2', service: 'default' }
  const { id } = (await ana.post<{ id: string }>('/api/v1/incidents', fire)).body
  const at = `/api/v1/incidents/${id}`
  const mail = await until(() => ledger.sent[0], 'a mail to Ana')
  const link = /http:\/\/\S+\/a\/[-_A-Za-z0-9]{43}/.exec(mail.body)?.[0] ?? 'no link'
  await ana.post(`${at}/acknowledge`)
  const text = 'latency\t<b>9 s</b>\u001b[2J\nsince 02:51'
  await ana.post(`${at}/add-evidence`, { source: '<i>grafana</i>', kind: 'paste', text })
  const change = { what: 'roll <back>', intent: 'mitigation', kind: 'simple', touches: [] }
  await ana.post(`${at}/propose-change`, change)
  shell = await shareShell(world.url, ana, id, {
    command: ['sh', '-c', 'echo "<script>hi()</script> 42 in queue"; cat'],
  })
  await shell.link.welcomed
  const browser = await openBrowser(world.url, ana.token, { incident: id, terminal: shell.terminal })
  await until(() => browser.shown().includes('42 in queue'), 'the terminal to show it')
  browser.close()
  const before = (await world.admin.get(`${at}/timeline`)).body

  const page = await (await fetch(link)).text()
  expect(page).toContain('<pre>&lt;script&gt;hi()&lt;/script&gt; 42 in queue')
  expect(page).toContain('Ana types.')
  expect(page).toContain(
    'E1 paste, &lt;i&gt;grafana&lt;/i&gt;</summary><pre>latency  &lt;b&gt;9 s&lt;/b&gt;␀[2J\nsince 02:51',
  )
  expect(page).toContain('C1 roll &lt;back&gt;: <b>proposed</b>')
  expect(page).toMatch(/<li><span class="soft">\d\d:\d\d UTC<\/span> <b>Ana<\/b> /)
  expect(page).not.toMatch(/<script>|<i>[^<]|javascript:|http-equiv/)
  expect(Buffer.byteLength(page)).toBeLessThan(15_000)

  const again = /<form method="get" action="([^"]+)"><button>Look again<\/button>/.exec(page)?.[1]
  expect(`${world.url}${again}`).toBe(link)
  expect((await fetch(`${world.url}${again}?`)).status).toBe(200)
  expect((await world.admin.get(`${at}/timeline`)).body).toEqual(before)
})
