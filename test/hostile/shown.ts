import { expect } from 'vitest'
import type { Ledger } from '../fakes/ledger.ts'
import { until } from '../harness.ts'
import type { Scene } from './scene.ts'

/** A text that was made to hurt, and where it is from. */
export interface HostileText {
  id: string
  text: string
}

/** Whole tags of a page, without what their attributes say; what opens one and is none is told as it stands. */
export const tagsIn = (page: string): Set<string> =>
  new Set([...page.matchAll(/<[^>]*>?/g)].map(([tag]) => tag.replace(/="[^"]*"/g, '=').replace(/\s+/g, ' ')))

const forbiddenInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** The page of a service's readers and its feed with the text in every name that stands there. */
export async function standsAsTextOnTheStatusPage(scene: Scene, texts: readonly HostileText[]): Promise<number> {
  const pages = ['', '/history', '/atom.xml']
  const shownWith = async (text: string) => {
    const parts = { title: text, components: [{ service: 'shop', name: text }] }
    const { status } = await scene.world.admin.put('/api/v1/status-pages/shop', parts)
    return status < 300 && Promise.all(pages.map(page => pageOf(scene, `/status/shop${page}`)))
  }
  const plain = await shownWith('Plain')
  if (!plain) throw new Error('a plain name is refused')
  let shown = 0
  for (const { id, text } of texts) {
    const found = await shownWith(text)
    if (!found) continue
    shown += 1
    found.forEach((page, n) =>
      expect(
        [...tagsIn(page)].filter(tag => !tagsIn(plain[n] ?? '').has(tag)),
        id,
      ).toEqual([]),
    )
    expect(found[2], id).not.toMatch(forbiddenInXml)
  }
  return shown
}

/** What is told to people outside, and the room behind the link of a page. */
export async function standsAsTextInTheRoom(
  scene: Scene,
  capability: string,
  texts: readonly HostileText[],
): Promise<number> {
  const { incidents } = (
    await scene.ana.get<{ incidents: { id: string; title: string }[] }>('/api/v1/incidents?status=open')
  ).body
  const burns = incidents.find(one => one.title === 'It burns')?.id
  const tell = async (text: string) =>
    (await scene.ana.post(`/api/v1/incidents/${burns}/post-update`, { text, audience: 'stakeholders' })).status < 300
  await tell('plain')
  await tell('plain again')
  const paths = [`/a/${capability}`, '/status/shop', '/status/shop/atom.xml']
  const plain = await Promise.all(paths.map(path => pageOf(scene, path)))
  let shown = 0
  for (let from = 0; from < texts.length; from += 10) {
    const some = texts.slice(from, from + 10)
    for (const { text } of some) shown += (await tell(text)) ? 1 : 0
    const ids = some.map(one => one.id).join(' ')
    for (const [n, path] of paths.entries()) {
      const page = await pageOf(scene, path)
      expect(
        [...tagsIn(page)].filter(tag => !tagsIn(plain[n] ?? '').has(tag)),
        `${path} ${ids}`,
      ).toEqual([])
      if (path.endsWith('.xml')) expect(page, ids).not.toMatch(forbiddenInXml)
    }
  }
  return shown
}

/** People with these names in a calendar and in the table of their hours. */
export async function standsAsTextInFiles(scene: Scene, texts: readonly HostileText[]): Promise<number> {
  const { admin } = scene.world
  const named: string[] = []
  for (const { text } of texts) {
    const { status, body } = await admin.post<{ id: string }>('/api/v1/people', { name: text, role: 'responder' })
    if (status < 300) named.push(body.id)
  }
  for (let from = 0; from < named.length; from += 20) {
    const people = named.slice(from, from + 20)
    const layers = [{ people, every: 'day', handOverAt: '09:00', from: '2026-01-01' }]
    expect((await admin.put('/api/v1/schedules/names', { zone: 'UTC', layers })).status).toBeLessThan(300)
    calendarHolds(await pageOf(scene, '/api/v1/schedules/names/calendar.ics'))
    tableHolds(await pageOf(scene, '/api/v1/reports/load?format=csv'))
  }
  return named.length
}

const known = new Set(
  'BEGIN VERSION PRODID CALSCALE METHOD NAME X-WR-CALNAME REFRESH-INTERVAL X-PUBLISHED-TTL UID DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION TRANSP URL STATUS SEQUENCE LAST-MODIFIED END'.split(
    ' ',
  ),
)

/** No line but ours, none too long, and as many begins as ends. */
function calendarHolds(ics: string): void {
  const lines = ics.split('\r\n').slice(0, -1)
  expect(lines.filter(line => Buffer.byteLength(line) > 75 || /[\u0000-\u0008\u000a-\u001f]/.test(line))).toEqual([])
  const whole = ics.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)
  expect(whole.filter(line => !known.has(/^[A-Z-]+(?=[:;])/.exec(line)?.[0] ?? ''))).toEqual([])
  expect(whole.filter(line => line.startsWith('BEGIN:')).length).toBe(
    whole.filter(line => line.startsWith('END:')).length,
  )
}

/** Every row has every column, and no cell is a formula for whoever opens it in a spreadsheet. */
function tableHolds(csv: string): void {
  const rows = cellsOf(csv)
  expect(new Set(rows.map(row => row.length))).toEqual(new Set([11]))
  expect(rows.flat().filter(cell => /^[=+\-@\t\r]/.test(cell))).toEqual([])
}

/** By RFC 4180. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows.filter(row => row.length > 1)
}

/** A mail whose subject it is: the same headers as any other, each on its line. */
export async function standsAsTextInMail(scene: Scene, ledger: Ledger, texts: readonly HostileText[]): Promise<number> {
  const mailOf = async (title: string, severity = 'sev1') => {
    const from = ledger.sent.length
    const { status, body } = await scene.ana.post<{ id: string }>('/api/v1/incidents', {
      title,
      severity,
      service: 'shop',
    })
    if (status >= 300) return undefined
    const asked = { person: scene.ana.id }
    await scene.ana.post(`/api/v1/incidents/${body.id}/page`, asked)
    const mail = await until(
      () => ledger.sent.slice(from).find(one => one.to === 'ana@example.org'),
      `a mail of ${JSON.stringify(title)}`,
      20_000,
    )
    await scene.ana.post(`/api/v1/incidents/${body.id}/resolve`, {})
    return mail
  }
  const plain = await mailOf('Plain')
  const names = (mail: { headers: Record<string, string> }) => Object.keys(mail.headers).sort()
  if (!plain) throw new Error('a plain title is refused')
  let shown = 0
  for (const { id, text } of texts) {
    scene.world.advance(5 * 60_000)
    const mail = await mailOf(text)
    if (!mail) continue
    shown += 1
    expect(names(mail), id).toEqual(names(plain))
    for (const value of Object.values(mail.headers)) expect(value, id).not.toMatch(/[\r\n]/)
  }
  return shown
}

async function pageOf({ world, ana }: Scene, path: string): Promise<string> {
  const isOurs = path.startsWith('/api/')
  const answer = await fetch(world.url + path, { headers: isOurs ? { authorization: `Bearer ${ana.token}` } : {} })
  const text = await answer.text()
  expect(answer.status, `${path}: ${text.slice(0, 300)}`).toBe(200)
  return text
}
