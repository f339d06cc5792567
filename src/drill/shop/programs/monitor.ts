import { hear, setting, tell, whenToldToGo } from './program.ts'
import { type Firing, webhookBody } from './webhook-body.ts'

// The shop's monitoring: reads the proxy's metrics, and says when too many answers are errors, and when that is over.

const metricsUrl = setting('SHOP_METRICS_URL')
let intakeUrl = ''
let titles = ''
const pace = JSON.parse(setting('SHOP_MONITOR_PACE')) as { everyMs: number; windowMs: number; quietMs: number }
const isBadShare = 0.05
let instance = setting('SHOP_INSTANCE')
let samples: { at: number; all: number; failed: number }[] = []
let firing: Firing | undefined
let badSince: number | undefined
let lastBadAt = 0

async function look(): Promise<void> {
  const text = await (await fetch(metricsUrl, { signal: AbortSignal.timeout(1_000) })).text()
  const now = Date.now()
  samples.push({ at: now, ...readRequests(text) })
  samples = samples.filter(each => each.at >= now - pace.windowMs)
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.all - first.all < 10) return
  const share = (last.failed - first.failed) / (last.all - first.all)
  badSince = share > isBadShare ? (badSince ?? now) : undefined
  if (badSince) lastBadAt = now
  if (badSince && now - badSince >= pace.windowMs / 2 && !firing) {
    firing = { instance, startsAt: new Date(now).toISOString(), share }
    await say(firing)
  } else if (firing && now - lastBadAt > pace.quietMs) {
    const over = { ...firing, endsAt: new Date(now).toISOString() }
    firing = undefined
    await say(over)
  }
}

function readRequests(metrics: string): { all: number; failed: number } {
  const seen = { all: 0, failed: 0 }
  for (const [, code = '', count = '0'] of metrics.matchAll(
    /^shop_proxy_requests_total\{.*code="(\d+)".*\} (\d+)$/gm,
  )) {
    seen.all += Number(count)
    if (code.startsWith('5')) seen.failed += Number(count)
  }
  return seen
}

/** Tried until it is taken: an alert that nobody received was never raised. */
async function say(alert: Firing): Promise<void> {
  const status = alert.endsAt ? 'resolved' : 'firing'
  tell({ type: 'alert', status, instance: alert.instance, share: alert.share })
  if (intakeUrl === '') return
  const body = JSON.stringify(webhookBody({ ...alert, titles }, metricsUrl.replace('/metrics', '')))
  for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    if (await isTaken(body)) break
    await new Promise(waited => setTimeout(waited, waitMs))
  }
  tell({ type: 'alert-taken', status, instance: alert.instance })
}

async function isTaken(body: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(intakeUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) })
    process.stdout.write(`${new Date().toISOString()} the intake answered ${answer.status}: ${await answer.text()}\n`)
    return answer.ok
  } catch (error) {
    process.stdout.write(`${new Date().toISOString()} the intake did not answer: ${String(error)}\n`)
    return false
  }
}

hear(message => {
  if (message['type'] === 'instance') instance = String(message['instance'])
  if (message['type'] === 'intake') {
    intakeUrl = String(message['intakeUrl'])
    titles = String(message['titles'])
  }
})
whenToldToGo(async () => {})
tell({ type: 'ready', port: 0 })
for (;;) {
  await look().catch((error: unknown) =>
    process.stdout.write(`${new Date().toISOString()} could not look: ${String(error)}\n`),
  )
  await new Promise(waited => setTimeout(waited, pace.everyMs))
}
