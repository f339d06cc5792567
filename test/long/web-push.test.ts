import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { startHttp } from '../fakes/http.ts'
import { Ledger } from '../fakes/ledger.ts'
import { decryptPush, subscription } from '../fakes/push-service.ts'
import { startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
const mine = subscription()
let world: World
let service: Awaited<ReturnType<typeof startHttp>>
let browser: OpenChromium

beforeAll(async () => {
  service = await startHttp(ledger)
  const env = { FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }
  ;[browser, world] = await Promise.all([openChromium(), startWorld(env, { ledger }), buildWeb()])
})
afterAll(async () => {
  await browser.close()
  await world.stop()
  await service.stop()
})

interface WorkerWorld {
  registration: ServiceWorkerRegistration
  NotificationEvent: new (type: string, of: object) => Event
}

/** In a real browser with its real worker; only the push service between the two is ours: what it is handed it hands on, decrypted. */
it('a browser is added by one press, shows the page that came encrypted, and answers it from its own button', async () => {
  const context = await browser.newContext({ permissions: ['notifications'] })
  const page = await context.newPage()
  const { endpoint, ...keys } = { ...mine, endpoint: `${service.url}/push/of-this-browser` }
  await page.addInitScript(
    given => {
      PushManager.prototype.subscribe = async options => {
        if (!options?.userVisibleOnly || !options.applicationServerKey) throw new Error('not so')
        return { toJSON: () => given } as unknown as PushSubscription
      }
    },
    { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } },
  )
  const invite = await world.admin.post<{ url: string }>('/api/v1/invites', { role: 'responder' })
  await page.goto(invite.body.url)
  await page.getByLabel('Your name').fill('Ana')
  await page.getByLabel('Mail address').fill('ana@example.org')
  await page.getByLabel('Password').fill('a sentence is best')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Ring my phone' }).waitFor()
  await page.goto(`${world.url}/settings/me`)
  await page.getByRole('button', { name: 'Add Web Push' }).click()
  await page.getByRole('button', { name: 'Page me in this browser' }).click()
  await page.getByText('web-push', { exact: true }).waitFor()

  const isActive = async () => (await navigator.serviceWorker.ready).active?.state === 'activated'
  await until(() => page.evaluate(isActive), 'the worker to be awake')
  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>(resolve =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations
      if (one) resolve(one.registrationId)
    }),
  )
  await cdp.send('ServiceWorker.enable')
  const registrationId = await registered
  const handOn = async () => {
    const sent = await until(() => ledger.takeNew()[0], 'a push')
    const data = decryptPush(Buffer.from(sent.body, 'base64'), mine).toString()
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: world.url, registrationId, data })
  }
  const shown = (title: string) =>
    until(
      () =>
        page.evaluate(async begins => {
          const all = await (await navigator.serviceWorker.ready).getNotifications()
          const [one] = all.filter(({ title: said }) => said.startsWith(begins))
          return (
            one && {
              body: one.body,
              actions: (one as unknown as { actions: { title: string }[] }).actions.map(({ title: said }) => said),
            }
          )
        }, title),
      `"${title}" to be shown`,
    )
  const [worker] = context.serviceWorkers()
  if (!worker) throw new Error('no worker')
  // Only a finger makes a real tap; one that a script makes may not ask the worker to stay awake, and need not.
  const tap = (title: string, action: string) =>
    worker.evaluate(
      async ([begins = '', which]) => {
        const { registration, NotificationEvent } = globalThis as unknown as WorkerWorld
        const notification = (await registration.getNotifications()).find(one => one.title.startsWith(begins))
        const event = new NotificationEvent('notificationclick', { notification, action: which })
        globalThis.dispatchEvent(Object.defineProperty(event, 'waitUntil', { value: () => {} }))
      },
      [title, action],
    )

  await page.getByRole('button', { name: 'Page me as a test' }).click()
  await handOn()
  expect((await shown('TEST')).actions).toEqual(['It rang'])
  await tap('TEST', '0')
  await shown('Said: It rang')

  const is = (
    await world.admin.post<{ id: string }>('/api/v1/incidents', {
      title: 'Payments fail',
      severity: 'sev1',
      service: 'default',
    })
  ).body
  await handOn()
  expect((await shown('SEV1 default · Payments fail')).actions).toEqual(['I have it', 'I cannot'])
  const stateOf = async () =>
    (await world.admin.get<{ pages: { state: string }[] }>(`/api/v1/incidents/${is.id}/pages`)).body.pages[0]?.state
  await until(async () => (await stateOf()) === 'shown', 'the worker to say that it is shown')
  await tap('SEV1', '0')
  await until(async () => (await stateOf()) === 'tapped', 'the button to be pressed')
  await shown('Said: I have it')
  await world.admin.post(`/api/v1/incidents/${is.id}/resolve`, {})
  expect(world.errors).toEqual([])
})
