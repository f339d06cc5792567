import type { Page } from 'playwright-core'
import { newId } from '../src/engine/id.ts'
import type { Actor } from '../src/incident/entry.ts'
import type { IncidentEvent } from '../src/incident/events.ts'
import { replay } from '../src/incident/replay.ts'
import { inTransaction } from '../src/store/db.ts'
import { saveHead } from '../src/store/head.ts'
import { append, holdTimeline, readTimeline } from '../src/store/timeline.ts'
import { type Caller, until, type World } from './harness.ts'
import { type Browser, openBrowser } from './rally/people-at-a-terminal.ts'

/** Lets an incident go on for a long night: a word, a command and what machines did, in turn, until it has `entries`. */
export async function fillTimeline({ fireline }: World, incident: string, by: Actor, entries: number): Promise<void> {
  const { desk } = fireline
  await inTransaction(desk.db, async tx => {
    await holdTimeline(tx, incident)
    const before = await readTimeline(tx, incident)
    const at = desk.clock.at()
    const missing = Array.from({ length: entries - before.length }, (_, i) => ({
      id: newId(desk.clock.now()),
      by: i % 5 < 3 ? by : { kind: 'system' as const, id: 'fireline', name: 'Fireline' },
      at,
      event: eventOf(i, by.id),
    }))
    const appended = await append(tx, incident, before.length, missing)
    await saveHead(tx, replay([...before, ...appended.entries]), appended.hash)
  })
}

function eventOf(i: number, person: string): IncidentEvent {
  const id = crypto.randomUUID()
  if (i % 5 === 0) return { type: 'UpdatePosted', v: 1, data: { update: id, text: wordsOf(i), audience: 'responders' } }
  if (i % 5 < 3) {
    const ran = { command: `kubectl logs web-${i} --since=5m`, startedAt: '2026-11-22T03:00:00.000Z', durationMs: 40 }
    return { type: 'CommandRan', v: 1, data: { terminal: id, exitCode: i % 7 === 0 ? 1 : 0, person, ...ran } }
  }
  return { type: 'AlertsRecovered', v: 1, data: { alerts: [id], stillFiring: i % 9 } }
}

const wordsOf = (i: number): string =>
  `Word ${i}: ${'carts are empty for some, checkout answers slowly, '.repeat(1 + (i % 3))}looking on`

/** How smoothly the page scrolls: the time between frames, and the tasks that held one up. */
export interface Scrolled {
  frames: number
  medianMs: number
  p95Ms: number
  inTimePercent: number
  longTasks: number
  /** What each frame cost the page's main thread; other programs on this machine do not count. */
  cpuMsPerFrame: number
}

/** Turns the wheel up and down over the timeline for a while, as a person does who looks for something. */
export async function scrollTimeline(page: Page, forMs: number): Promise<Scrolled> {
  const box = await page.getByRole('list', { name: 'Timeline', exact: true }).boundingBox()
  if (!box) throw new Error('no timeline to scroll')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.evaluate(() => {
    const seen = { deltas: [] as number[], long: 0, on: true }
    Object.assign(window, { seen })
    new PerformanceObserver(list => {
      seen.long += list.getEntries().length
    }).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now: number) => {
      seen.deltas.push(now - last)
      last = now
      if (seen.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const cpu = await cpuOf(page)
  const end = performance.now() + forMs
  for (let n = 0; performance.now() < end; n += 1) await page.mouse.wheel(0, n % 80 < 50 ? -700 : 500)
  const { deltas, long } = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { deltas: number[]; long: number; on: boolean } }
    seen.on = false
    return seen
  })
  const cpuMs = await cpu()
  const sorted = deltas.slice(2).toSorted((a, b) => a - b)
  return {
    frames: sorted.length,
    medianMs: round(percentile(sorted, 0.5)),
    p95Ms: round(percentile(sorted, 0.95)),
    inTimePercent: round((100 * sorted.filter(ms => ms <= 17.5).length) / sorted.length),
    longTasks: long,
    cpuMsPerFrame: round(cpuMs / sorted.length),
  }
}

/** From now on; what the page's main thread worked, in ms. */
async function cpuOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
  }
  const before = await worked()
  return async () => (await worked()) - before
}

/** Everybody who looks on: sockets as a browser opens them, and pages of a real one. */
export interface Watchers {
  /** Milliseconds from the answer of each command to its entry on each screen. */
  latencies(commands: number): Promise<{ fromAnswer: number[]; fromAsking: number[] }>
  close(): void
}

export async function openWatchers(
  world: World,
  asker: Caller,
  incident: string,
  { sockets, pages }: { sockets: number; pages: Page[] },
): Promise<Watchers> {
  const browsers = await Promise.all(Array.from({ length: sockets }, () => openBrowser(world.url, asker.token)))
  const { seq } = (await asker.get<{ seq: number }>(`/api/v1/incidents/${incident}`)).body
  const arrived = new Map<string, number[]>()
  for (const one of browsers) watch(one, incident, seq, arrived)
  for (const page of pages) await watchPage(page)
  return {
    async latencies(commands) {
      const fromAnswer: number[] = []
      const fromAsking: number[] = []
      for (let n = 0; n < commands; n += 1) {
        const word = `seen-${crypto.randomUUID().slice(0, 8)}`
        const asked = nowMs()
        await asker.post(`/api/v1/incidents/${incident}/post-update`, { text: word, audience: 'responders' })
        const answered = nowMs()
        await until(() => arrived.get(word)?.length === browsers.length, `${word} on every socket`)
        const onPages = await Promise.all(pages.map(page => pageSaw(page, word)))
        for (const at of [...(arrived.get(word) ?? []), ...onPages]) {
          fromAnswer.push(at - answered)
          fromAsking.push(at - asked)
        }
      }
      return { fromAnswer: fromAnswer.toSorted((a, b) => a - b), fromAsking: fromAsking.toSorted((a, b) => a - b) }
    },
    close: () => browsers.forEach(one => one.close()),
  }
}

function watch(one: Browser, incident: string, after: number, arrived: Map<string, number[]>): void {
  one.socket.on('message', (data: Buffer) => {
    const at = nowMs()
    for (const word of data.toString().match(/seen-[0-9a-f]{8}/g) ?? [])
      arrived.set(word, [...(arrived.get(word) ?? []), at])
  })
  one.send({ type: 'watch-timeline', incident, after })
}

/** When a word stands on a page, by the page's own clock, which is this machine's. */
async function watchPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const saw: Record<string, number> = {}
    Object.assign(window, { saw })
    const look = (node: Node) => {
      for (const word of node.textContent?.match(/seen-[0-9a-f]{8}/g) ?? [])
        saw[word] ??= performance.timeOrigin + performance.now()
    }
    const list = document.querySelector('[role="list"][aria-label="Timeline"]')
    if (!list) throw new Error('no timeline')
    new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(look))).observe(list, {
      childList: true,
      subtree: true,
    })
  })
}

async function pageSaw(page: Page, word: string): Promise<number> {
  const handle = await page.waitForFunction(
    name => (window as unknown as { saw: Record<string, number> }).saw[name],
    word,
    { polling: 50 },
  )
  return (await handle.jsonValue()) ?? Number.POSITIVE_INFINITY
}

const nowMs = (): number => performance.timeOrigin + performance.now()
const round = (ms: number): number => Math.round(ms * 10) / 10

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
