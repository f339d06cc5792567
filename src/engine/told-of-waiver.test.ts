import { afterAll, beforeAll, expect, it } from 'vitest'
import { Ledger } from '../../test/fakes/ledger.ts'
import { startSmtp } from '../../test/fakes/smtp.ts'
import { startWorld, until, type World } from '../../test/harness.ts'

const ledger = new Ledger()
let smtp: Awaited<ReturnType<typeof startSmtp>>
let world: World
beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

it('who goes without a rule alone is not alone with it: the next person reads why, and nobody waits', async () => {
  const ana = await world.person('Ana', 'responder', 'ana@example.org')
  const ben = await world.person('Ben', 'responder', 'ben@example.org')
  const steps = [
    { afterMs: 0, notify: [{ person: ana.id }] },
    { afterMs: 300_000, notify: [{ person: ben.id }] },
  ]
  expect((await world.admin.put('/api/v1/policies/default', { steps, repeat: 0 })).status).toBe(200)
  const fire = { title: 'orders are wrong', severity: 'sev2', service: 'default' }
  const { id } = (await ana.post<{ id: string }>('/api/v1/incidents', fire)).body
  const ask = async (command: string, body: object = {}) =>
    expect((await ana.post(`/api/v1/incidents/${id}/${command}`, body)).status).toBe(200)
  const mailTo = (whom: string) => until(() => ledger.find(sent => sent.to === whom), `a mail to ${whom}`)
  await mailTo('ana@example.org')
  await ask('acknowledge')
  await ask('propose-change', { what: 'repair orders', intent: 'mitigation', kind: 'complex', touches: [] })
  await ask('waive', { rule: 'touches-unknown', change: 'C1', reason: 'it is burning' })
  const mail = await mailTo('ben@example.org')
  expect(mail.body).toContain('Ana is alone and goes ahead without saying what it touches')
  expect(mail.body).toContain('Ana says why: it is burning')
  world.advance(5_000)
  await ask('apply-change', { change: 'C1' })
})
