import { read } from '../desk/client.ts'
import { workerAddress } from './worker-address.ts'

/** What a push needs to reach this browser, as the channel takes it. */
export interface Subscribed {
  endpoint: string
  p256dh: string
  auth: string
  name: string
}

/** Why this browser cannot be paged, and what to do about it; undefined when it can. */
export function whyNoPush(): string | undefined {
  if (!window.isSecureContext)
    return 'A browser takes pushes only over https. Open Fireline under an https address (FIRELINE_URL), then come back.'
  if (isIphone() && !window.matchMedia('(display-mode: standalone)').matches)
    return 'On an iPhone or iPad: Share, Add to Home Screen, then open Fireline from there and come back.'
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return 'This browser takes no pushes. Firefox, Chrome, Edge and Safari do, outside of private windows.'
  if (Notification.permission === 'denied')
    return 'This browser was told to show nothing of Fireline. Allow notifications in its settings for this site, then come back.'
  return undefined
}

/** Asks the person, then the browser's push service; throws in words what stood in the way. */
export async function subscribe(): Promise<Subscribed> {
  const { key } = await read<{ key: string }>('/api/v1/push/key')
  if ((await Notification.requestPermission()) !== 'granted')
    throw new Error('Notifications were not allowed. Press again, and allow them.')
  await navigator.serviceWorker.register(workerAddress, { scope: '/' })
  const { pushManager } = await navigator.serviceWorker.ready
  await (await pushManager.getSubscription())?.unsubscribe()
  const made = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: key })
    .catch((error: unknown) => {
      throw new Error(
        `The push service of this browser did not answer (${String(error)}). Is it switched off in the browser, or behind a firewall?`,
      )
    })
  const { endpoint, keys } = made.toJSON()
  return { endpoint: endpoint ?? '', p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '', name: thisBrowser() }
}

const isIphone = (): boolean => /iPhone|iPad/.test(navigator.userAgent)

/** "Firefox on Linux": enough to tell one's own apart. */
export function thisBrowser(agent = navigator.userAgent): string {
  const first = (list: readonly (readonly [RegExp, string])[], other: string) =>
    list.find(([sign]) => sign.test(agent))?.[1] ?? other
  return `${first(browsers, 'A browser')} on ${first(systems, 'some system')}`
}

const browsers = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const

const systems = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
] as const
