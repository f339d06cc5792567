import { expect, it } from 'vitest'
import { Ledger } from './fakes/ledger.ts'
import { startSmtp } from './fakes/smtp.ts'
import { startWorld, until } from './harness.ts'

it('a story fails at its end when somebody is written to whom it did not expect, also shortly after its last word', async () => {
  const ledger = new Ledger()
  const smtp = await startSmtp(ledger)
  const world = await startWorld({ FIRELINE_SMTP_URL: smtp.url }, { ledger })
  try {
    const ana = await world.person('Ana', 'responder', 'ana@example.org')
    const ben = await world.person('Ben', 'responder', 'ben@example.org')
    const steps = [ana, ben].map(({ id }, n) => ({ afterMs: n * 120_000, notify: [{ person: id }] }))
    await world.admin.put('/api/v1/policies/default', { steps })
    await world.admin.post('/api/v1/incidents', { title: 'Shop is slow', severity: 'sev2', service: 'default' })
    await until(() => ledger.takeNew()[0], 'the page to Ana')
  } finally {
    await expect(world.stop()).rejects.toThrow(/did not read what was sent:\nsmtp ben@example\.org SEV2 default/)
    await smtp.stop()
  }
  expect(ledger.unexpected().map(one => one.to)).toEqual(['ben@example.org'])
  expect(ledger.find(one => one.to === 'ana@example.org')?.what).toContain('Shop is slow')
  ledger.ignore('the story was about Ana')
  expect(ledger.unexpected()).toEqual([])
})
