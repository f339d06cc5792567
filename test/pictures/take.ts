import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { OpenChromium } from '../chromium.ts'
import { cutPlaces, tooSmall, tooWide, unreachable } from '../page-checks.ts'
import type { Night } from './night.ts'
import type { Picture, Size } from './picture.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures')
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const themes = ['dark', 'light'] as const

/** Takes a picture at each size and in each theme; what is wrong with the page, in short. */
export async function take(browser: OpenChromium, night: Night, picture: Picture): Promise<string[]> {
  const wanted = (['desk', 'phone'] as const).filter(size => !picture.only || picture.only === size)
  const found = await Promise.all(wanted.map(size => takeAt(browser, night, picture, size)))
  return found.flat()
}

async function takeAt(browser: OpenChromium, night: Night, picture: Picture, size: Size): Promise<string[]> {
  const context = await browser.newContext({
    viewport: sizes[size],
    timezoneId: 'UTC',
    locale: 'en-GB',
    hasTouch: size === 'phone',
  })
  context.setDefaultTimeout(10_000)
  try {
    return await shoot(context, night, picture, size)
  } catch (error) {
    return [`${picture.name} ${size}: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`]
  } finally {
    await context.close()
  }
}

async function shoot(context: BrowserContext, night: Night, picture: Picture, size: Size): Promise<string[]> {
  const { world, people } = night
  if (picture.as) await signIn(context, world.url, people[picture.as].token)
  const page = await context.newPage()
  await page.clock.setFixedTime(night.now())
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const path = typeof picture.path === 'string' ? picture.path : picture.path(night)
  await page.goto(world.url + path)
  await page.getByText(picture.shows).first().waitFor({ state: 'attached' })
  // A page that goes on listening is never idle.
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => {})
  await picture.act?.(page, size, night)
  const wrong: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    const name = `${picture.name}${size === 'phone' ? '-phone' : ''}-${theme}`
    await page.waitForTimeout(120)
    writeFileSync(join(folder, `${name}.webp`), await screenshot(page))
    const found = [
      ...(await unreachable(page)),
      ...(size === 'phone' ? await tooSmall(page) : []).map(one => `too small: ${one}`),
      ...((await cutPlaces(page)) > 0 ? [`${await cutPlaces(page)} px of the places are cut off`] : []),
      ...((await tooWide(page)) > 0 ? [`${await tooWide(page)} px too wide`] : []),
    ]
    wrong.push(...found.map(one => `${name}: ${one}`))
  }
  return wrong
}

async function screenshot(page: Page): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page)
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 40 })
  await devtools.detach()
  return Buffer.from(data, 'base64')
}

const cookies = new Map<string, { name: string; value: string }>()

/** Each person signs in once. The night is long past for the browser: its cookie is given without an end. */
async function signIn(context: BrowserContext, url: string, token: string): Promise<void> {
  const cookie = cookies.get(token) ?? (await cookieOf(url, token))
  cookies.set(token, cookie)
  await context.addCookies([{ ...cookie, url }])
}

async function cookieOf(url: string, token: string): Promise<{ name: string; value: string }> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.get('set-cookie') ?? '') ?? []
  if (!name || !value) throw new Error(`nobody is signed in: ${response.status}`)
  return { name, value }
}
