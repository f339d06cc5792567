import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, until, type World } from '../../../test/harness.ts'
import type { RecentChange } from '../../incident/known.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.person('Zoë', 'responder', 'zoe@example.org')
  await world.admin.put('/api/v1/services/checkout', { name: 'Checkout' })
})
afterAll(() => world.stop())

interface Said {
  change?: string
  results: object[]
  error: { code: string; path: string }
}

async function keyFor(kind: string, service = 'default', settings?: object) {
  const { body } = await world.admin.post<{ id: string; url: string }>('/api/v1/integrations', {
    service,
    kind,
    name: kind,
  })
  if (settings) await world.admin.put(`/api/v1/integrations/${body.id}`, { name: kind, settings })
  return body
}

async function send(url: string, text: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: answer.status, body: (await answer.json()) as Said }
}

const changes = async (service: string) =>
  (await world.admin.get<{ changes: RecentChange[] }>(`/api/v1/changes?service=${service}&hours=2`)).body.changes

const deployment = (ref: string) =>
  JSON.stringify({
    action: 'created',
    deployment: { ref, environment: 'production', creator: { login: 'zoe' } },
    repository: { name: 'checkout', full_name: 'octo-org/checkout' },
    sender: { login: 'zoe' },
  })

test('a deployment of GitHub is a change of the service that is named like its repository', async () => {
  const { url } = await keyFor('webhook')
  const told = await send(url, deployment('v2.31'), { 'x-github-event': 'deployment' })
  expect(told).toMatchObject({
    status: 202,
    body: { change: 'deploy v2.31 of octo-org/checkout to production', results: [] },
  })
  const [change] = await until(async () => {
    const found = await changes('checkout')
    return found.length > 0 ? found : undefined
  }, 'the change')
  expect(change).toMatchObject({
    summary: 'deploy v2.31 of octo-org/checkout to production',
    service: 'checkout',
    author: 'zoe',
  })
})

test('with a secret only what GitHub signed is taken', async () => {
  const { url } = await keyFor('github', 'checkout', { secret: 'of the webhook' })
  const text = deployment('v2.32')
  const signed = `sha256=${createHmac('sha256', 'of the webhook').update(text).digest('hex')}`
  const headers = { 'x-github-event': 'deployment', 'x-hub-signature-256': signed }
  expect((await send(url, text, headers)).status).toBe(202)
  expect(await send(url, deployment('v6.66'), headers)).toMatchObject({
    status: 401,
    body: { error: { path: 'x-hub-signature-256' } },
  })
  expect((await send(url, text)).status).toBe(401)
})

test('with a token only what GitLab sent is taken, signed within five minutes where it signs', async () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef')
  const { url } = await keyFor('gitlab', 'checkout', {
    token: 'plain',
    signingToken: `whsec_${key.toString('base64')}`,
  })
  const text = JSON.stringify({
    object_kind: 'deployment',
    status: 'success',
    environment: 'prod',
    project: { path_with_namespace: 'shop/checkout' },
  })
  const signed = (seconds: number) => ({
    'x-gitlab-token': 'plain',
    'webhook-id': 'm1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,AAAA v1,${createHmac('sha256', key).update(`m1.${seconds}.${text}`).digest('base64')}`,
  })
  const now = Math.floor(Date.now() / 1_000)
  expect((await send(url, text, signed(now))).status).toBe(202)
  expect(await send(url, text, signed(now - 400))).toMatchObject({
    status: 401,
    body: { error: { path: 'webhook-signature' } },
  })
  expect(await send(url, text, { ...signed(now), 'x-gitlab-token': 'plan' })).toMatchObject({
    status: 401,
    body: { error: { path: 'x-gitlab-token' } },
  })
})

test('a script with a key tells a change in one line, and its author is asked when something burns', async () => {
  const { url } = await keyFor('webhook', 'checkout')
  expect((await send(url, '{"change": "migrate orders", "author": "zoe@example.org"}')).body).toMatchObject({
    change: 'migrate orders',
  })
  await until(
    async () => (await changes('checkout')).some(one => one.summary === 'migrate orders' && one.person),
    'the change',
  )
  expect(await send(url, '{"change": " "}')).toMatchObject({ status: 400, body: { error: { path: 'change' } } })
})
