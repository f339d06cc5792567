import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type SmtpFake, startSmtp } from '../fakes/smtp.ts'
import { until } from '../harness.ts'
import { settled } from '../kept.ts'
import { openBrowser } from '../rally/people-at-a-terminal.ts'
import { type PersonAtWork, type RealFireline, type SharedTerminal, startRealFireline } from '../real-fireline.ts'
import { requireProgram } from '../real-program.ts'

const canRun = requireProgram('git') !== undefined
const ledger = new Ledger()
let smtp: SmtpFake
let fireline: RealFireline
/** The only person there is. */
let ana: PersonAtWork
let terminal: SharedTerminal
/** What she repairs: a file of settings, in a folder that is copied before it is changed. */
let settings: string
const id = 'INC-1'

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  fireline = await startRealFireline({ FIRELINE_SMTP_URL: smtp.url })
  ana = await fireline.person('Ana', 'responder', 'ana@example.org')
  await ana.fireline(['login', fireline.url, '--token', ana.token])
  mkdirSync(join(ana.home, 'etc'))
  settings = join(ana.home, 'etc', 'pool.conf')
  writeFileSync(settings, 'size 2\n')
})
afterAll(async () => {
  await fireline?.stop()
  await smtp?.stop()
})

/** Any monitoring speaks to the address that the first start said. */
async function fires(host: string): Promise<void> {
  const alert = { title: 'The pool is empty', severity: 'critical', labels: { alertname: 'PoolEmpty', instance: host } }
  expect((await fetch(fireline.intake, { method: 'POST', body: JSON.stringify(alert) })).status).toBe(202)
}
const opened = (number: number) =>
  until(async () => (await fireline.is(`INC-${number}`)).number === number, `INC-${number}`)
const repair = () => ({
  what: 'A larger pool',
  intent: 'mitigation',
  kind: 'complex',
  touches: [`dir:${join(ana.home, 'etc')}`],
  commands: [`echo size 20 >> ${settings}`],
  restsOn: { symptom: 'Nothing connects' },
})
const is = () => fireline.is(id)

describe.skipIf(!canRun)('alone at three in the morning', () => {
  it('acknowledging is leading and having the keyboard, at once', async () => {
    await fires('web-1')
    await opened(1)
    await until(() => ledger.sent.length > 0, 'the mail')
    expect((await ana.fireline(['ack'])).code).toBe(0)
    expect(await is()).toMatchObject({ acknowledgedBy: ana.id, lead: ana.id, operator: ana.id, epoch: 1 })
    expect((await ana.fireline(['size-up'])).stdout).toContain('The pool is empty')
  })

  it('evidence, cause and terminal wait for nobody', async () => {
    await ana.fireline(['attach', 'waiting for a connection', '--', 'cat', settings])
    await ana.asks(id, 'propose-hypothesis', { statement: 'The pool is too small' })
    await ana.asks(id, 'attach-evidence', { evidence: 'E2', hypothesis: 'H1', stance: 'for' })
    await ana.asks(id, 'confirm-cause', { hypothesis: 'H1' })
    terminal = await ana.share(id)
    const browser = await openBrowser(fireline.url, ana.token, { incident: (await is()).id, terminal: terminal.id })
    browser.send({ type: 'input', terminal: terminal.id, epoch: 1, data: `cat ${settings}\r` })
    await until(async () => (await is()).commands.length === 1, 'her keys to arrive')
    browser.close()
  })

  it('a complex change is refused; going without it is answered at once, and counts five seconds later', async () => {
    await ana.asks(id, 'propose-change', repair())
    const no = await ana.isRefused(id, 'apply-change', { change: 'C1' })
    expect(no.code).toBe('no-verified-backup')
    const way = no.next.find(one => one.command === 'waive')
    expect(way?.body).toMatchObject({ rule: 'no-verified-backup', reason: null })
    const bare = await ana.post(`/api/v1/incidents/${id}/waive`, way?.body)
    expect([bare.status, bare.body]).toMatchObject([400, { error: { path: 'reason' } }])
    const asked = performance.now()
    const [waived] = await ana.asks(id, 'waive', { ...way?.body, reason: 'It is two lines, I have them here' })
    expect(waived).toMatchObject({ type: 'Waived', data: { alone: true } })
    if (waived?.type !== 'Waived') throw new Error('not waived')
    expect(Date.parse(waived.data.effectiveAt) - Date.parse(waived.at)).toBe(5_000)
    expect((await ana.isRefused(id, 'apply-change', { change: 'C1' })).message).toMatch(/takes effect in [1-5] s/)
    const apply = async () => {
      const { status } = await ana.post(`/api/v1/incidents/${id}/apply-change`, { change: 'C1' })
      expect([200, 409]).toContain(status)
      if (status === 409) expect(readFileSync(settings, 'utf8')).toBe('size 2\n')
      return status === 200
    }
    await until(apply, 'the waiver to count')
    expect(performance.now() - asked).toBeGreaterThan(4_500)
    const applied = (await fireline.timeline(id)).find(entry => entry.type === 'ChangeApplied')
    expect(applied).toMatchObject({ data: { how: 'in-terminal', waived: waived.id, results: [{ exitCode: 0 }] } })
    expect(readFileSync(settings, 'utf8')).toBe('size 2\nsize 20\n')
    await ana.asks(id, 'verify-change', { change: 'C1' })
  })

  it('a waiver counts once: the next change is refused again', async () => {
    await ana.asks(id, 'propose-change', { ...repair(), what: 'A larger pool yet' })
    expect((await ana.isRefused(id, 'apply-change', { change: 'C2' })).code).toBe('no-verified-backup')
  })

  it('she resolves it and writes the page; nobody else was needed, waited for or told', async () => {
    await ana.asks(id, 'resolve', { summary: 'A larger pool' })
    const draft = await until(async () => (await is()).drafts.at(-1), 'the draft')
    const accepted = (await ana.asks(id, 'accept-page', { draft: draft.id })).at(-1)
    const git = ['-c', 'safe.directory=*', 'log', '-1', '--format=%H %an']
    const log = execFileSync('git', git, { cwd: join(fireline.dataDir, 'runbook'), encoding: 'utf8' })
    expect(accepted).toMatchObject({ type: 'PageAccepted', data: { commit: log.split(' ')[0] } })
    expect(log).toMatch(/ Ana\n$/)
    await terminal.end()
    await settled(fireline.dataDir)
    const people = (await fireline.timeline(id)).filter(one => one.by.kind === 'person').map(one => one.by.id)
    expect(new Set(people)).toEqual(new Set([ana.id]))
    expect((await is()).people.map(one => one.person)).toEqual([ana.id])
    expect(ledger.sent.map(one => one.to)).toEqual(['ana@example.org'])
  })

  it('where the policy names somebody after her, they hear of a waiver, and nothing waits for them', async () => {
    const ben = await fireline.person('Ben', 'responder', 'ben@example.org')
    const policy = { steps: [{ afterMs: 0, notify: [{ person: ana.id }] }], repeat: 1, fallback: { person: ben.id } }
    expect((await fireline.admin.put('/api/v1/policies/default', policy)).status).toBe(200)
    await fires('web-2')
    await opened(2)
    await until(() => ledger.sent.length === 2, 'the mail to Ana')
    await ana.asks('INC-2', 'acknowledge')
    await ana.asks('INC-2', 'propose-change', repair())
    const waive = { rule: 'no-verified-backup', change: 'C1', reason: 'It helped last time' }
    expect(await ana.asks('INC-2', 'waive', waive)).toMatchObject([{ type: 'Waived', data: { alone: true } }])
    const told = await until(() => ledger.sent.find(one => one.to === 'ben@example.org'), 'the mail to Ben')
    expect(told.body).toContain('Ana is alone and goes ahead without a proven copy')
    expect(told.body).toContain('Nobody waits for you')
    const second: Incident = await fireline.is('INC-2')
    expect(second.people.map(one => one.person)).toEqual([ana.id])
    expect([second.lead, second.operator]).toEqual([ana.id, ana.id])
    expect(fireline.errors()).toEqual([])
  })
})
