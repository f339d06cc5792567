import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { fillTimeline, openWatchers, percentile, scrollTimeline } from '../busy-room.ts'
import { buildWeb, openChromium } from '../chromium.ts'
import { startWorld } from '../harness.ts'

/** The figures of docs/room-measured.md: run it on a machine that does nothing else. */
it('measures a room with 5,000 entries and 20 open screens', { timeout: 300_000 }, async () => {
  const [browser, world] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  try {
    const ana = await world.person('Ana')
    const said = { title: 'Checkout fails', severity: 'sev2', service: 'default' }
    const incident = (await ana.post<{ id: string }>('/api/v1/incidents', said)).body.id
    await ana.post(`/api/v1/incidents/${incident}/acknowledge`, {})
    await fillTimeline(world, incident, { kind: 'person', id: ana.id, name: 'Ana' }, 5_000)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
    const pages = [await context.newPage(), await context.newPage(), await context.newPage()]
    const opened: number[] = []
    for (const page of pages) {
      const from = performance.now()
      await page.goto(`${world.url}/incidents/${incident}`)
      await page.getByText('Word 4980').first().waitFor()
      opened.push(Math.round(performance.now() - from))
      await page.getByText('Word 0:').waitFor({ state: 'attached' })
    }
    const scrolled = []
    for (const page of pages) {
      await page.bringToFront()
      scrolled.push(await scrollTimeline(page, 10_000))
    }
    const watchers = await openWatchers(world, ana, incident, { sockets: 17, pages })
    const { fromAnswer, fromAsking } = await watchers.latencies(100)
    watchers.close()
    const figures = (sorted: number[]) =>
      [0.5, 0.95, 0.99].map(part => `p${100 * part} ${Math.round(percentile(sorted, part))} ms`).join(', ')
    console.log(`${availableParallelism()} cores; last screenful after ${opened.join(', ')} ms`)
    console.table(scrolled)
    console.log(`on 20 screens after the answer: ${figures(fromAnswer)}; after it was asked: ${figures(fromAsking)}`)
    for (const { medianMs, inTimePercent, longTasks } of scrolled) {
      expect(medianMs).toBeLessThanOrEqual(17.5)
      expect(inTimePercent).toBeGreaterThanOrEqual(95)
      expect(longTasks, 'tasks over 50 ms').toBe(0)
    }
    expect(percentile(fromAnswer, 0.95)).toBeLessThanOrEqual(100)
  } finally {
    await browser.close()
    await world.stop()
  }
})
