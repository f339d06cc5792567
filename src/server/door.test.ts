import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, until, type World } from '../../test/harness.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

describe('the door', () => {
  it('is live and ready, and a canary proves the promise', async () => {
    expect((await world.admin.get('/health/live')).status).toBe(200)
    expect((await world.admin.get('/health/ready')).status).toBe(200)
    await until(async () => (await world.admin.get('/health/promise')).status === 200, 'the canary')
  })

  it('asks for a token, and says so when it is wrong', async () => {
    expect((await fetch(`${world.url}/api/v1/incidents`)).status).toBe(401)
    const wrong = await fetch(`${world.url}/api/v1/incidents`, { headers: { authorization: 'Bearer nobody' } })
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toEqual({
      error: { code: 'wrong-token', message: 'This token is not known, or it has ended.' },
    })
  })

  it('names the field that is wrong, and an unknown one is an error', async () => {
    const { status, body } = await world.admin.post('/api/v1/people', { name: 'Ana', role: 'king' })
    expect([status, (body['error'] as { path: string }).path]).toEqual([400, 'role'])
    const more = await world.admin.post('/api/v1/people', { name: 'Ana', role: 'viewer', crown: true })
    expect([more.status, (more.body['error'] as { path: string }).path]).toEqual([400, 'crown'])
    const notJson = await fetch(`${world.url}/api/v1/people`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.admin.token}`, 'content-type': 'application/json' },
      body: '{',
    })
    expect(notJson.status).toBe(400)
  })

  it('gives the first answer again for the same idempotency key', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = await world.admin.post('/api/v1/people', { name: 'Ben', role: 'responder' }, key)
    const again = await Promise.all(
      [1, 2, 3].map(() => world.admin.post('/api/v1/people', { name: 'Ben', role: 'responder' }, key)),
    )
    expect(first.status).toBe(201)
    for (const one of again) expect(one.body).toEqual(first.body)
    const { body } = await world.admin.get<{ people: { name: string }[] }>('/api/v1/people')
    expect(body.people.filter(person => person.name === 'Ben')).toHaveLength(1)
  })

  it('keeps a no as the first answer too', async () => {
    const key = { 'idempotency-key': 'no' }
    const wrong = await world.admin.post('/api/v1/people', {
      name: 'Cleo',
      role: 'responder',
      email: 'cleo@example.org',
    })
    expect(wrong.status).toBe(201)
    const taken = { name: 'Cleo 2', role: 'responder', email: 'CLEO@example.org' }
    expect((await world.admin.post('/api/v1/people', taken, key)).status).toBe(400)
    expect((await world.admin.post('/api/v1/people', taken, key)).status).toBe(400)
  })

  it('says which methods a place takes, and takes nothing but JSON', async () => {
    const wrong = await world.admin.delete('/api/v1/incidents?x=1')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST'])
    expect((await world.admin.get('/api/v1/nothing')).status).toBe(404)
    const send = (type: string, body: string) =>
      fetch(`${world.url}/api/v1/incidents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.admin.token}`, 'content-type': type },
        body,
      })
    expect((await send('text/plain', '{}')).status).toBe(415)
    expect((await send('application/json', JSON.stringify({ title: 'a'.repeat(600_000) }))).status).toBe(413)
  })

  it('tells everybody what was told to stakeholders, and nothing else', async () => {
    const quiet = await fetch(`${world.url}/status`)
    expect(await quiet.text()).toContain('Everything works, as far as we know')
    const made = await world.admin.post<{ id: string }>('/api/v1/incidents', {
      title: 'secret database name',
      severity: 'sev1',
      service: 'default',
    })
    const text = 'Payments fail. <script>alert(1)</script>'
    await world.admin.post(`/api/v1/incidents/${made.body.id}/post-update`, { text, audience: 'stakeholders' })
    const page = await (await fetch(`${world.url}/status`)).text()
    expect(page).toContain('Payments fail. &lt;script&gt;')
    expect(page).not.toContain('secret database name')
  })
})
