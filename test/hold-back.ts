import type { BrowserContext, Page } from 'playwright-core'
import { until } from './harness.ts'

/**
 * To be asked before a page of these windows is opened. A page that is told only later that its requests are held may send the next
 * one past whoever holds them: Chromium tells its pages in its own time, and 3 in 300 requests were not seen on a busy machine.
 */
export const mayHoldBack = (windows: BrowserContext): Promise<unknown> =>
  windows.route('**/is-never-asked', route => route.abort())

/** Answers to this address are fetched and then held back, to be given out in any order; `release` waits until the page has its own. */
export async function holdBack(page: Page, address: string) {
  const answers: { give: () => Promise<void> }[] = []
  await page.route(address, async route => {
    const response = await route.fetch()
    answers.push({ give: () => route.fulfill({ response }) })
  })
  return {
    held: (count: number) => until(() => answers.length === count, `${count} answers to be held back`),
    async release(which: number) {
      const [read] = await Promise.all([page.waitForEvent('requestfinished'), answers[which]?.give()])
      await (await read.response())?.finished()
      await drawn(page)
    },
  }
}

/** What the page knows by now is on its screen. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen))))
