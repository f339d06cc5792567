import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import type { SentLetter } from '../../src/store/stakeholder-letters.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller

const stakeholders = [{ email: 'Boss@example.org', severity: 'sev1' }, { email: 'support@example.org' }]
const shop = { name: 'The shop', stakeholders }

beforeAll(async () => {
  smtp = await startSmtp(ledger)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
  expect((await world.admin.put('/api/v1/services/shop', shop)).status).toBe(200)
})
afterAll(async () => {
  await world.stop()
  await smtp.stop()
})

async function declare(severity: string): Promise<string> {
  const asked = { title: 'checkout-7f9 HighErrorRate', severity, service: 'shop' }
  const made = await ana.post<Incident>('/api/v1/incidents', asked)
  await ana.post(`/api/v1/incidents/${made.body.id}/acknowledge`)
  return `/api/v1/incidents/${made.body.id}`
}

/** So many mails to stakeholders, by address. */
async function letters(count: number, what: string): Promise<Record<string, Sent>> {
  const come: Sent[] = []
  await until(() => {
    come.push(...ledger.takeNew().filter(one => one.to !== 'ana@example.org'))
    return come.length >= count
  }, what)
  return Object.fromEntries(come.map(one => [one.to.toLowerCase(), one]))
}

const offOf = (letter: Sent | undefined): string =>
  /<(http[^>]+)>/.exec(letter?.headers['list-unsubscribe'] ?? '')?.[1] ?? ''

describe('whom a service lists', () => {
  it('is told without an account in words for everybody, from the severity on that each wants to hear of', async () => {
    const at = await declare('sev2')
    expect((await ana.post(`${at}/tell-stakeholders`)).status).toBe(200)
    const { 'support@example.org': letter, ...others } = await letters(1, 'the letter to support')
    expect(others).toEqual({})
    expect(letter?.what).toBe('Something is wrong: The shop')
    expect(letter?.body).toContain('Something is wrong with The shop since')
    expect(letter?.body).toMatch(/Next word by \d\d:\d\d UTC, even if nothing has changed/)
    expect(letter?.body).not.toContain('HighErrorRate')
    const page = await (await fetch(/http\S+\/a\/\S+/.exec(letter?.body ?? '')?.[0] ?? '')).text()
    expect(page).toContain('The shop does not work for everyone')
    expect(page).not.toContain('HighErrorRate')
    expect((await ana.get<Incident>(at)).body.nextUpdateDueAt).toBeDefined()

    await ana.post(`${at}/set-severity`, { severity: 'sev1' })
    await ana.post(`${at}/post-update`, { text: 'Nobody can pay.', audience: 'stakeholders' })
    const worse = await letters(2, 'both letters')
    expect(Object.keys(worse).toSorted()).toEqual(['boss@example.org', 'support@example.org'])
    const kept = (await ana.get<{ letters: SentLetter[] }>(`${at}/letters`)).body.letters
    expect(kept.map(one => String(one.to).toLowerCase()).toSorted()).toEqual([
      'boss@example.org',
      'support@example.org',
      'support@example.org',
    ])
    expect(kept.at(-1)).toMatchObject({
      state: 'handed over',
      attempts: [{ outcome: 'handed over', answer: expect.stringMatching(/^250/) }],
    })
    await ana.post(`${at}/resolve`)
  })

  it('ends it by one click of the mail program, and stays off when the service is written again', async () => {
    const at = await declare('sev2')
    await ana.post(`${at}/post-update`, { text: 'Search is away.', audience: 'stakeholders' })
    const off = offOf((await letters(1, 'the letter'))['support@example.org'])
    expect(await (await fetch(off)).text()).toContain('No more mail about The shop?')
    await ana.post(`${at}/post-update`, { text: 'Looking at it still changed nothing.', audience: 'stakeholders' })
    expect((await letters(1, 'one more'))['support@example.org']?.headers['list-unsubscribe-post']).toBe(
      'List-Unsubscribe=One-Click',
    )
    const click = await fetch(off, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
    expect(await click.text()).toContain('This mail does not come any more.')
    await world.admin.put('/api/v1/services/shop', shop)
    await ana.post(`${at}/post-update`, { text: 'It is back.', audience: 'stakeholders' })
    await until(async () => {
      const { rows } = await world.fireline.desk.db.query(
        `select 1 from attempt a join obligation o on o.id = a.obligation where a.answer = 'Nobody is to be told by mail.'`,
      )
      return rows.length === 1
    }, 'nobody left to write to')
    await ana.post(`${at}/resolve`)
    expect(world.errors).toEqual([])
  })
})
