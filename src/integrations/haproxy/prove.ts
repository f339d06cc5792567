import type { Health } from '../../steps/change/traffic-driver.ts'
import { order } from './commands.ts'
import { type Counted, readServers } from './read-servers.ts'

/**
 * Waits until the proxy's own looks went well `passes` times in a row. HAProxy counts looks that fail, not those that go well: a look is
 * taken to have gone well when its `inter` passed without a failed one while the last one was well. A server in maintenance is not
 * looked at; it is drained instead, which gives it no request either.
 */
export async function prove(
  { socket, backend, everyMs }: { socket: string; backend: string; everyMs: number },
  name: string,
  passes: number,
  signal: AbortSignal,
): Promise<Health> {
  const look = async () => (await readServers(socket, backend)).find(one => one.name === name)
  const first = await look()
  if (!first) return { passes: 0, ok: false, says: `There is no server ${name} in ${backend}.` }
  if (first.passes === undefined) return { passes: 0, ok: false, says: notLookedAt(name) }
  if (first.state === 'maint') await order(socket, `set server ${backend}/${name} state drain`)
  let well: { since: number; failedLooks: number } | undefined
  for (;;) {
    const now = await look()
    const at = performance.now()
    if (!isWell(now)) well = undefined
    else if (well?.failedLooks !== now.failedLooks) well = { since: at, failedLooks: now.failedLooks }
    const seen = well ? Math.floor((at - well.since) / everyMs) : 0
    if (seen >= passes) return { passes: seen, ok: true, says: `${name} was looked at ${seen} times and was well.` }
    if (signal.aborted) return { passes: seen, ok: false, says: unwell(name, seen, now) }
    await new Promise(resolve => setTimeout(resolve, Math.min(100, everyMs / 4)))
  }
}

const isWell = (one: Counted | undefined): one is Counted => !!one?.passes && one.state !== 'maint'

const notLookedAt = (name: string) =>
  `HAProxy does not look at ${name}: write "check" behind it, or nothing tells a dead server from one that is well.`

const unwell = (name: string, seen: number, now: Counted | undefined) =>
  now?.passes ? `${name} was well ${seen} times, which is not enough yet.` : `${name} fails the proxy's looks.`
