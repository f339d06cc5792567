import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startHttp } from '../fakes/http.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { decryptPush, subscription } from '../fakes/push-service.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
const browser = subscription()
let world: World
let push: Awaited<ReturnType<typeof startHttp>>
let chat: Awaited<ReturnType<typeof startHttp>>
let ana: Caller

beforeAll(async () => {
  ;[push, chat] = await Promise.all([startHttp(ledger), startHttp(ledger)])
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
})
afterAll(async () => {
  await world.stop()
  await Promise.all([push.stop(), chat.stop()])
})
/** Nobody was told anything that the story did not read. */
afterEach(() => expect(ledger.takeNew()).toEqual([]))

interface Is {
  id: string
  number: number
  acknowledgedBy?: string
}
interface Pages {
  pages: { state: string; channel: string; contact?: string; attempts: { answer: string }[] }[]
}
interface Contacts {
  contacts: {
    id: string
    channel: string
    label?: string
    secrets: string[]
    gone?: { says: string }
    confirmedAt?: string
  }[]
  wakes: { channels: string[] }
}
interface Pushed {
  title: string
  body: string
  link: string
  buttons: { label: string; at: string }[]
}

const at = (is: Is, more = '') => `/api/v1/incidents/${is.id}${more}`
const declare = async (title: string) =>
  (await world.admin.post<Is>('/api/v1/incidents', { title, severity: 'sev2', service: 'default' })).body
const over = async (is: Is) => expect((await world.admin.post(at(is, '/resolve'), {})).status).toBe(200)
const pagesOf = async (is: Is) => (await world.admin.get<Pages>(at(is, '/pages'))).body.pages
const next = (what: string): Promise<Sent> =>
  until(() => {
    const [first, ...more] = ledger.takeNew()
    expect(more).toEqual([])
    return first
  }, what)
const mine = () => `/api/v1/people/${ana.id}/contacts`
const keys = { p256dh: browser.p256dh, auth: browser.auth, name: 'Firefox on Linux' }
const save = () =>
  ana.put<Contacts>(mine(), {
    contacts: [
      { channel: 'web-push', settings: { endpoint: `${push.url}/push/secret-endpoint`, ...keys } },
      { channel: 'mattermost', settings: { url: `${chat.url}/hooks/secret-hook-key`, channel: '@ana' } },
    ],
  })
const post = (url: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })

describe('a browser is a way to reach somebody', () => {
  it('is kept sealed, and refused where it could never be encrypted for', async () => {
    const saved = await save()
    expect(saved.body.wakes.channels).toEqual(['web-push', 'mattermost'])
    expect(saved.body.contacts[0]?.secrets).toEqual(['endpoint', 'p256dh', 'auth'])
    expect(JSON.stringify((await ana.get(mine())).body)).not.toMatch(/secret-endpoint|secret-hook/)
    const wrong = { endpoint: `${push.url}/x`, auth: browser.auth, p256dh: 'B'.repeat(87) }
    const no = await ana.put(mine(), { contacts: [{ channel: 'web-push', settings: wrong }] })
    expect(no).toMatchObject({ status: 400, body: { error: { path: 'contacts.0.settings.p256dh' } } })
  })

  it('reads the page that is encrypted for it alone, says that it shows it, and presses its button once', async () => {
    const is = await declare('Payments fail')
    const sent = await next('a push')
    expect(sent.body).not.toContain('Payments')
    expect(sent.headers).toMatchObject({ urgency: 'high', ttl: '1800', topic: is.id.replaceAll('-', '') })
    const { key } = (await ana.get<{ key: string }>('/api/v1/push/key')).body
    expect(sent.headers['authorization']).toContain(`k=${key}`)
    const said = JSON.parse(decryptPush(Buffer.from(sent.body, 'base64'), browser).toString()) as Pushed
    expect(said.title).toContain('SEV2 default · Payments fail')
    const [yes] = said.buttons
    if (!yes) throw new Error('no button')
    expect([yes.label, yes.at.startsWith(`${world.url}/b/`)]).toEqual(['I have it', true])

    expect((await fetch(yes.at)).status).toBe(405)
    expect((await post(`${yes.at}/shown`)).status).toBe(200)
    expect((await pagesOf(is))[0]?.state).toBe('shown')
    expect(await (await post(yes.at)).json()).toEqual({ done: 'acknowledge' })
    expect((await post(yes.at)).status).toBe(404)
    expect((await world.admin.get<Is>(at(is))).body.acknowledgedBy).toBe(ana.id)
    expect((await pagesOf(is))[0]?.state).toBe('tapped')
    await over(is)
  })

  it('is asked no more once its service says that it is gone; its person hears so over the next channel', async () => {
    push.misbehave.push({ status: 410, body: 'push subscription has unsubscribed' })
    const is = await declare('Search is slow')
    const instead = await next('a post instead')
    expect(instead.what).toBe('/hooks/secret-hook-key')
    expect(instead.body).toContain('Your web\\\\-push is gone')
    expect((await pagesOf(is))[0]).toMatchObject({ channel: 'web-push', state: 'failed' })
    const { contacts, wakes } = (await ana.get<Contacts>(mine())).body
    expect(contacts[0]?.gone?.says).toContain('Set it up again')
    expect(wakes.channels).toEqual(['mattermost'])
    await over(is)

    const again = await declare('Search is slow again')
    expect((await next('only the post')).what).toBe('/hooks/secret-hook-key')
    expect((await pagesOf(again))[0]?.attempts[0]?.answer).toMatch(/^410 .*not asked again/)
    await over(again)
    expect((await save()).body.contacts[0]?.gone?.says).toContain('Set it up again')
    const fresh = { endpoint: `${push.url}/push/another-endpoint`, ...keys }
    const anew = await ana.put<Contacts>(mine(), { contacts: [{ channel: 'web-push', settings: fresh }] })
    expect(anew.body.contacts[0]?.gone).toBeUndefined()
    expect(anew.body.wakes.channels).toEqual(['web-push'])
    expect(world.errors).toEqual([])
  })
})

describe('SMS and calls go over an account of the house', () => {
  const account = '/api/v1/channel-accounts/twilio'
  const number = '+4915112345678'
  const settings = () => ({ server: chat.url, accountSid: 'AC0123', authToken: 'auth-token-of-ours', from: '+4930123' })
  const reachable = (...channels: string[]) =>
    ana.put<Contacts>(mine(), { contacts: channels.map(channel => ({ channel, settings: { number } })) })

  it('is set once by an admin, its token is never shown, and not sent to an address that somebody else names', async () => {
    const early = await reachable('sms')
    expect(early).toMatchObject({ status: 400, body: { error: { path: 'contacts.0.channel' } } })
    expect(JSON.stringify(early.body)).toContain('an admin sets one under Settings, Channels')
    expect((await ana.put(account, settings())).status).toBe(403)
    expect((await world.admin.put(account, { ...settings(), from: 'x\r\nTo: y' })).status).toBe(400)
    expect((await world.admin.put(account, settings())).status).toBe(200)
    const { authToken: _, ...known } = settings()
    expect((await world.admin.put(account, { ...known, from: '+4930124' })).status).toBe(200)
    const elsewhere = await world.admin.put(account, { ...known, server: 'https://eve.example' })
    expect(elsewhere).toMatchObject({ status: 400, body: { error: { path: 'authToken' } } })
    const shown = [
      (await world.admin.get(account.replace('/twilio', ''))).body,
      (await world.admin.get('/api/v1/audit')).body,
    ]
    expect(JSON.stringify(shown)).not.toContain('auth-token-of-ours')
    expect((await reachable('voice', 'sms')).body.wakes.channels).toEqual(['voice', 'sms'])
    const ntfy = (server: string, more: object = {}) => ({
      contacts: [{ channel: 'ntfy', settings: { server, ...more } }],
    })
    expect((await ana.put(mine(), ntfy('https://ntfy.example.org', { topic: 'of-ana' }))).status).toBe(200)
    expect((await ana.put(mine(), ntfy('https://ntfy.example.net'))).status).toBe(200)
    const byAdmin = await world.admin.put(mine(), ntfy('https://eve.example'))
    expect(byAdmin).toMatchObject({ status: 400, body: { error: { path: 'contacts.0.settings.topic' } } })
    expect((await reachable('voice', 'sms')).status).toBe(200)
    const wrong = await ana.put(mine(), { contacts: [{ channel: 'sms', settings: { number: '0151' } }] })
    expect(wrong).toMatchObject({ status: 400, body: { error: { path: 'contacts.0.settings.number' } } })
  })

  it('a call says it and takes a key for an answer; where no call gets through, a short message has the link', async () => {
    const is = await declare('<b>Orders</b> & more')
    const call = await next('a call')
    expect([call.what, call.headers['authorization']]).toEqual([
      '/2010-04-01/Accounts/AC0123/Calls.json',
      `Basic ${Buffer.from('AC0123:auth-token-of-ours').toString('base64')}`,
    ])
    const said = new URLSearchParams(call.body)
    expect([said.get('To'), said.get('From')]).toEqual([number, '+4930124'])
    const twiml = said.get('Twiml') ?? ''
    expect(twiml).not.toContain('<b>')
    const key = (digits: string) =>
      fetch(/action="([^"]+)"/.exec(twiml)?.[1] ?? '', {
        method: 'POST',
        body: new URLSearchParams({ CallSid: 'CA1', Digits: digits }),
      })
    expect(await (await key('7')).text()).toContain('That did nothing')
    expect(await (await key('1')).text()).toContain('You have it')
    expect((await world.admin.get<Is>(at(is))).body.acknowledgedBy).toBe(ana.id)
    expect(await (await key('1')).text()).toContain('That did nothing')
    await over(is)

    chat.misbehave.push({ status: 400, body: '{"code":21219,"message":"unverified number, auth-token-of-ours"}' })
    const other = await declare('Orders fail again')
    const message = await next('a short message')
    expect(message.what).toBe('/2010-04-01/Accounts/AC0123/Messages.json')
    expect(new URLSearchParams(message.body).get('Body')).toMatch(
      /^SEV2 default - Orders fail again since .*\nhttp:\S+\/a\//s,
    )
    expect(JSON.stringify(await pagesOf(other))).not.toContain('auth-token-of-ours')
    await over(other)
  })

  it('somebody has two phones: each by its name, in its own order, with its own test, and the one for the other', async () => {
    const phones = [
      { channel: 'sms', settings: { number } },
      { channel: 'sms', label: 'Work phone', settings: { number: '+4915198765432' } },
    ]
    const saved = await ana.put<Contacts>(mine(), { contacts: phones })
    expect(saved.body.wakes.channels).toEqual(['sms', 'sms:work-phone'])
    const twice = await ana.put(mine(), { contacts: [phones[0], { ...phones[0], label: 'b' }] })
    expect(twice).toMatchObject({ status: 400, body: { error: { path: 'contacts.1.settings' } } })
    const other = await ana.put(mine(), { contacts: [{ ...phones[0], id: 'voice:x' }] })
    expect(other).toMatchObject({ status: 400, body: { error: { path: 'contacts.0.id' } } })

    expect((await ana.post(`${mine()}/sms:work-phone/test`)).status).toBe(201)
    const test = new URLSearchParams((await next('the test')).body)
    expect(test.get('To')).toBe('+4915198765432')
    await post(/http:\S+\/t\/\S+/.exec(test.get('Body') ?? '')?.[0] ?? '')
    const after = (await ana.get<Contacts>(mine())).body.contacts
    expect(after.map(one => [one.id, one.label, one.confirmedAt !== undefined])).toEqual([
      ['sms', undefined, false],
      ['sms:work-phone', 'Work phone', true],
    ])

    const steps = [
      { channel: 'sms:work-phone', afterMs: 0 },
      { channel: 'sms', afterMs: 120_000 },
    ]
    expect((await ana.put(`/api/v1/people/${ana.id}/rules`, { steps })).status).toBe(200)
    chat.misbehave.push({ status: 400, body: '{"code":21610,"message":"unsubscribed"}' })
    const is = await declare('Two phones')
    expect(new URLSearchParams((await next('the other phone')).body).get('To')).toBe(number)
    expect((await pagesOf(is)).map(one => [one.channel, one.contact, one.state]).slice(0, 3)).toContainEqual([
      'sms',
      'sms:work-phone',
      'failed',
    ])
    const { entries } = (
      await ana.get<{ entries: { type: string; data: { contact?: string } }[] }>(at(is, '/timeline'))
    ).body
    expect(entries.find(one => one.type === 'CallOwed')?.data.contact).toBe('sms:work-phone')
    await over(is)
    const { config } = (await world.admin.get<{ config: object }>('/api/v1/config')).body
    expect(JSON.stringify(config)).toContain('{"id":"sms:work-phone","channel":"sms","label":"Work phone"')
    const again = await world.admin.post<{ differences: object[] }>('/api/v1/config/try', { config })
    expect([again.status, again.body.differences]).toEqual([200, []])
    expect((await reachable('voice', 'sms')).body.contacts.map(one => one.id)).toEqual(['voice', 'sms'])
  })

  it('1 by SMS is the button: signed, once, with the same no; a number that nobody here has is told nothing', async () => {
    const door = `${world.url}/sms/twilio`
    const bring = async (text: string, id: string, from = number, token = 'auth-token-of-ours') => {
      const form = { Body: text, From: from, MessageSid: id, To: '+4930124' }
      // In order of their names, as it is signed.
      const signed = Object.entries(form).flat().join('')
      const signature = createHmac('sha1', token)
        .update(door + signed)
        .digest('base64')
      const headers = { 'x-twilio-signature': signature }
      const answer = await fetch(door, { method: 'POST', headers, body: new URLSearchParams(form) })
      return [answer.status, await answer.text()]
    }
    const message = (text: string) => [200, `<Response><Message>${text}</Message></Response>`]
    expect((await reachable('sms')).status).toBe(200)
    expect((await bring('1', 'SM0'))[0]).toBe(401)
    const { authToken: _, ...known } = settings()
    expect((await world.admin.put(account, { ...known, from: '+4930124', answers: true })).status).toBe(200)
    expect((await bring('1', 'SM1', number, 'a-token-of-eve'))[0]).toBe(401)

    const is = await declare('Nobody can pay')
    expect(new URLSearchParams((await next('a message')).body).get('Body')).toMatch(/\n1 = I have it, 2 = I cannot$/)
    const name = `INC-${is.number}`
    expect(await bring('1', 'SM2', '+4915100000000')).toEqual([200, '<Response/>'])
    expect(await bring('On my way', 'SM3')).toEqual([200, expect.stringContaining('Answer 1 (I have it)')])
    expect(await bring('I am driving', 'SM4')).toEqual([200, '<Response/>'])
    expect(await bring('1', 'SM5')).toEqual([200, expect.stringContaining(`${name}: Ana has it.`)])
    expect(await bring('1', 'SM5')).toEqual([200, '<Response/>'])
    const [page] = await pagesOf(is)
    expect([(await world.admin.get<Is>(at(is))).body.acknowledgedBy, page?.state]).toEqual([ana.id, 'tapped'])
    await over(is)
    expect(await bring(`ack ${name}`, 'SM6')).toEqual(message(`${name} is resolved already.`))
    expect(await bring('2', 'SM7')).toEqual(message('No page to you is open.'))
    await ana.post(`${mine()}/sms/test`)
    expect(new URLSearchParams((await next('a test')).body).get('Body')).toMatch(/\n1 = it rang$/)
    expect(await bring('1', 'SM9')).toEqual(message('Thank you. It rang.'))
    expect((await ana.get<Contacts>(mine())).body.contacts[0]?.confirmedAt).toBeDefined()
    expect(await bring('1', 'SM10')).toEqual(message('No page to you is open.'))
    const vic = await world.person('Vic', 'viewer')
    const phone = { contacts: [{ channel: 'sms', settings: { number: '+4915122222222' } }] }
    expect((await vic.put(`/api/v1/people/${vic.id}/contacts`, phone)).status).toBe(200)
    const other = await declare('Vic only looks on')
    await next('a message')
    expect((await bring(`1 INC-${other.number}`, 'SM8', '+4915122222222'))[1]).toContain('You may not do this')
    expect((await world.admin.get<Is>(at(other))).body.acknowledgedBy).toBeUndefined()
    await over(other)
    const { accounts } = (await world.admin.get<{ accounts: { answers?: object }[] }>('/api/v1/channel-accounts')).body
    expect(accounts.map(one => one.answers)).toContainEqual({ at: door, heard: 8, unknown: 1 })
  })

  it('a gateway brings answers signed as Standard Webhooks say', async () => {
    const key = Buffer.alloc(32, 7)
    const over = { url: `${chat.url}/send`, answerSecret: `whsec_${key.toString('base64')}` }
    expect((await world.admin.put('/api/v1/channel-accounts/gateway', over)).status).toBe(200)
    expect((await reachable('sms-gateway')).status).toBe(200)
    const bring = async (
      id: string,
      body: string,
      time = Math.round(world.fireline.desk.clock.now().getTime() / 1_000),
    ) => {
      const signature = `v1,${createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')}`
      const headers = { 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': signature }
      const answer = await fetch(`${world.url}/sms/gateway`, { method: 'POST', headers, body })
      return [answer.status, (await answer.json()) as unknown]
    }
    const one = JSON.stringify({ from: number, text: '1' })
    expect(await bring('m1', one)).toEqual([200, { text: 'No page to you is open.' }])
    expect(await bring('m1', one)).toEqual([200, {}])
    expect((await bring('m2', one, 1))[0]).toBe(401)
    expect(await bring('m3', '{"from":1}')).toEqual([400, { error: expect.objectContaining({ path: 'from' }) }])
    expect((await world.admin.delete('/api/v1/channel-accounts/gateway')).status).toBe(200)
    expect((await reachable('voice', 'sms')).status).toBe(200)
  })

  it('nothing is sent over an account that is gone', async () => {
    expect((await world.admin.delete(account)).status).toBe(200)
    const last = await declare('Nothing carries it')
    await until(async () => (await pagesOf(last))[1]?.state === 'failed', 'both to have failed')
    expect((await pagesOf(last))[0]?.attempts[0]?.answer).toContain('no account here yet')
    await over(last)
    expect(world.errors).toEqual([])
  })
})
