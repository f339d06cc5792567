import type { ProxyCount, Since } from '../../incident/known.ts'

/** What its proxy says of a service since a change, and which way that is. */
export interface AtTheProxy {
  is: 'better' | 'same' | 'worse'
  lines: string[]
}

/** Fewer requests than these say nothing. */
const fewest = 20
/** One more, or fewer, of a hundred requests that fails. */
const apart = 0.01
/** Answers that take half as long again, and 50 ms more. */
const slower = { times: 1.5, ms: 50 }

export function atTheProxy(since: Since | undefined): AtTheProxy {
  const { proxy } = since ?? {}
  if (!proxy || proxy.before.requests < fewest || proxy.after.requests < fewest) return { is: 'same', lines: [] }
  const [before, after] = [shareOf(proxy.before), shareOf(proxy.after)]
  const slow = slowed(proxy)
  const lines = [
    `At the proxy of ${proxy.standBy} ${percent(after)} of ${proxy.after.requests.toLocaleString('en')} requests failed since, ${percent(before)} before.`,
    ...(slow ? [slow] : []),
  ]
  if (after - before > apart || slow) return { is: 'worse', lines }
  return { is: before - after > apart ? 'better' : 'same', lines }
}

function slowed({ before, after }: NonNullable<Since['proxy']>): string | undefined {
  const [was = 0, is = 0] = [before.responseMs, after.responseMs]
  const isSlower = before.responseMs !== undefined && is > was * slower.times && is > was + slower.ms
  return isSlower ? `Answers take ${Math.round(is)} ms on average, ${Math.round(was)} ms before.` : undefined
}

const shareOf = ({ errors, requests }: ProxyCount): number => errors / requests
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`
