/** What a push says: web-push.ts sends it. */
interface Pushed {
  tag: string
  title: string
  body: string
  link: string
  isQuiet: boolean
  buttons: { label: string; at: string }[]
}

/** What of a worker's world is used here; the page's own types stand in the way of the library's. */
interface Worker {
  addEventListener(type: 'install' | 'activate', hears: (event: Waits) => void): void
  addEventListener(type: 'push', hears: (event: Waits & { data: { json(): unknown } | null }) => void): void
  addEventListener(
    type: 'notificationclick',
    hears: (event: Waits & { action: string; notification: Notification }) => void,
  ): void
  skipWaiting(): Promise<void>
  registration: ServiceWorkerRegistration
  clients: { claim(): Promise<void>; openWindow(url: string): Promise<unknown> }
}
interface Waits {
  waitUntil(work: Promise<unknown>): void
}

const worker = globalThis as unknown as Worker

worker.addEventListener('install', event => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', event => event.waitUntil(worker.clients.claim()))
worker.addEventListener('push', event => event.waitUntil(show(event.data?.json() as Pushed)))
worker.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(tapped(event.notification.data as Pushed, event.action))
})

/** Shown first, said afterwards: that it is shown may not stand in the way of showing it. */
async function show(pushed: Pushed): Promise<void> {
  await notify(pushed.title, pushed.body, pushed, true)
  const [first] = pushed.buttons
  if (first) await post(`${first.at}/shown`).catch(() => {})
}

/** A button answers from here, without a page; a tap beside it opens the page, which is also what is left when the answer is not heard. */
async function tapped(pushed: Pushed, action: string): Promise<void> {
  const button = pushed.buttons[Number(action)]
  if (action === '' || !button) return void (await worker.clients.openWindow(pushed.link))
  const said = await post(button.at).catch(() => 0)
  if (said === 200) return notify(`Said: ${button.label}`, 'Fireline has heard it.', { ...pushed, buttons: [] }, false)
  const why = said === 404 ? 'It was said before, or this is over.' : 'Fireline does not answer from here.'
  return notify(`Not said: ${button.label}`, `${why} Tap to open the page.`, { ...pushed, buttons: [] }, true)
}

async function post(url: string): Promise<number> {
  const json = { 'content-type': 'application/json' }
  return (await fetch(url, { method: 'POST', headers: json, body: '{}', credentials: 'omit' })).status
}

/** One notification an incident: what comes later stands in its place, and makes its sound anew. */
function notify(title: string, body: string, pushed: Pushed, stays: boolean): Promise<void> {
  const { tag, isQuiet, buttons } = pushed
  const options = {
    body,
    tag,
    data: pushed,
    silent: isQuiet || !stays,
    renotify: stays && !isQuiet,
    requireInteraction: stays,
    actions: buttons.map(({ label }, n) => ({ action: String(n), title: label })),
  }
  return worker.registration.showNotification(title, options)
}
