import type { Observed } from '../../steps/change/traffic-driver.ts'
import { type Counted, readServers } from './read-servers.ts'

const withinMs = 5_000
const enough = 200

/**
 * Counts requests until the share of `to` among the last 200 is what the weights say, within 3 points, or 5 s are over. The last ones,
 * since those that were under way, or are tried again, still count where they began.
 */
export async function observe(
  socket: string,
  backend: string,
  to: string,
  signal: AbortSignal,
): Promise<Omit<Observed, 'tookMs'>> {
  const looks = [await readServers(socket, backend)]
  const end = performance.now() + withinMs
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 50))
    const now = await readServers(socket, backend)
    const since = looks.findLast(was => counted(was, now, to).requests >= enough)
    const seen = counted(since ?? looks[0] ?? now, now, to)
    const isThere = since !== undefined && Math.abs(seen.share - shareSet(now, to)) <= 3
    if (isThere || signal.aborted || performance.now() > end) return seen
    looks.push(now)
  }
}

function counted(before: readonly Counted[], now: readonly Counted[], to: string) {
  const was = new Map(before.map(one => [one.name, one]))
  const more = now.map(one => ({
    isTo: one.name === to,
    requests: Math.max(0, one.requests - (was.get(one.name)?.requests ?? 0)),
    errors: Math.max(0, one.errors - (was.get(one.name)?.errors ?? 0)),
  }))
  const sum = (of: typeof more, what: 'requests' | 'errors') => of.reduce((all, one) => all + one[what], 0)
  const requests = sum(more, 'requests')
  const there = sum(
    more.filter(one => one.isTo),
    'requests',
  )
  return { share: requests === 0 ? 0 : (100 * there) / requests, requests, errors: sum(more, 'errors') }
}

/** The share that the weights give a server, 0 to 100. */
function shareSet(servers: readonly Counted[], to: string): number {
  const open = servers.filter(one => one.state === 'ready' && !one.spare)
  const all = open.reduce((sum, one) => sum + one.weight, 0)
  return all === 0 ? 0 : (100 * (open.find(one => one.name === to)?.weight ?? 0)) / all
}
