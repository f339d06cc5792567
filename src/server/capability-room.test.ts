import { afterAll, beforeAll, expect, it } from 'vitest'
import { Ledger } from '../../test/fakes/ledger.ts'
import { startSmtp } from '../../test/fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { openBrowser, type SharedShell, shareShell } from '../../test/rally/people-at-a-terminal.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'

const ledger = new Ledger()
let smtp: Awaited<ReturnType<typeof startSmtp>>
let world: World
let ana: Caller
/** The page behind the link in the mail to Ana, and the API's path of its incident. */
let link: string
let at: string
let shell: SharedShell | undefined
beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
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
  at = `/api/v1/incidents/${id}`
  const mail = await until(() => ledger.takeNew()[0], 'a mail to Ana')
  link = /http:\/\/\S+\/a\/[-_A-Za-z0-9]{43}/.exec(mail.body)?.[0] ?? 'no link'
  expect(await (await fetch(link)).text()).toMatch(
    /Nobody yet\. You are paged again at \d\d:\d\d UTC unless you answer/,
  )
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
  const before = await noted()

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
  const again = await (await fetch(link, { headers: { 'x-look': 'again' } })).text()
  expect(again).toContain('42 in queue')
  expect(again).not.toMatch(/<style|<script/)

  const lookAgain = /<form method="get" action="([^"]+)"><button>Look again<\/button>/.exec(page)?.[1]
  expect(`${world.url}${lookAgain}`).toBe(link)
  expect((await fetch(`${world.url}${lookAgain}?`)).status).toBe(200)
  expect(await noted()).toEqual(before)
})

/** What stands on the timeline, but for the recording's own digest, which comes in its own time. */
async function noted(): Promise<Entry[]> {
  const { entries } = (await world.admin.get<{ entries: Entry[] }>(`${at}/timeline`)).body
  return entries.filter(entry => entry.type !== 'RecordingAnchored')
}

const press = (command: string, form: Record<string, string>) =>
  fetch(`${link}/${command}`, { method: 'POST', body: new URLSearchParams(form) })

it('gives back what was written when it says no, and a press that comes twice says it once', async () => {
  const no = await press('post-update', { text: 'Payments <fail>', audience: 'nobody' })
  const page = await no.text()
  expect(no.status).toBe(400)
  expect(page).toContain('maxlength="10000">Payments &lt;fail&gt;</textarea>')
  expect(page).toContain('role="alert"')
  expect((await press('hand-over', { to: 'nobody', text: 'my card' })).status).toBe(409)
  for (let twice = 0; twice < 2; twice++)
    expect((await press('post-update', { text: 'We look', audience: 'responders', nextInMinutes: '30' })).status).toBe(
      200,
    )
  const is = (await world.admin.get<Incident>(at)).body
  expect(is.updates.map(one => one.text)).toEqual(['We look'])
  const minutes = (Date.parse(is.nextUpdateDueAt ?? '') - Date.parse(is.updates[0]?.at ?? '')) / 60_000
  expect(Math.round(minutes)).toBe(30)
  for (const no of ['resolve', 'apply-change', 'waive', 'take-over', 'constructor', '__proto__'])
    expect((await press(no, {})).status, no).toBe(403)
  for (const none of ['now', 'settings', '%00']) expect((await fetch(`${link}/${none}`)).status, none).toBe(404)
})

it('answers a terminal in JSON, with the same size-up', async () => {
  const headers = { accept: 'application/json' }
  const is = (await (await fetch(link, { headers })).json()) as Incident & { sizeUp: unknown }
  expect([is.title, is.acknowledgedBy]).toEqual(['Checkout fails', ana.id])
  expect(is.sizeUp).toEqual((await world.admin.get<{ sizeUp: unknown }>(at)).body.sizeUp)
  const lost = await fetch(`${link.slice(0, -3)}abc`, { headers })
  expect([lost.status, await lost.json()]).toMatchObject([404, { error: { code: 'not-here' } }])
})

it('is calm and true once it is mitigated, and once it is over', async () => {
  const shows = async (path = '') =>
    (await (await fetch(link + path)).text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  expect((await ana.post(`${at}/mitigate`, { summary: 'Rolled back.' })).status).toBe(200)
  const mitigated = await shows()
  expect(mitigated).toContain('It is mitigated. Nobody is paged for it unless it comes back.')
  expect(mitigated).not.toMatch(/quiet until|Who is hurt|burning since/)
  expect((await ana.post(`${at}/resolve`, { summary: 'Carts are back.' })).status).toBe(200)
  const over = await shows()
  expect(over).toMatch(
    /It is over resolved .* burned from .* It is resolved\. Sleep well\. .* How it ended Carts are back\. .* Who had it You /,
  )
  expect(over).not.toMatch(/quiet until|Nobody yet|you lead|I have it|Tell everyone/)
  expect(await shows('/logs')).toMatch(/It began .* (at the start|after) · seen in .*grafana.* E1 latency &lt;b/)
})
