import { type Server, type Step, TrafficTrouble, type View, type Want } from '../../steps/change/traffic-driver.ts'

/** Caddy has no weights: an address that stands twice in the list gets twice as much. */
const mostEntries = 100

/** One change of the whole list, refused by Caddy when somebody else changed it since `view`. */
export function stepsTo({ backend, servers, digest }: View, { to, percent }: Want): Step[] {
  if (!servers.some(one => one.name === to))
    throw new TrafficTrouble(`${to} is no address that Fireline knows behind ${backend}.`)
  const others = servers.filter(one => one.name !== to && one.weight > 0)
  if (percent < 100 && others.length === 0) throw new TrafficTrouble(`Nobody but ${to} can take requests there.`)
  const counts = countsFor(percent, others)
  const says = percent <= 0 ? `${to} gets nothing` : `${to} gets ${Math.round(percent)} % (${counts.own} entries)`
  const list = [...others.flatMap((one, n) => entries(one.name, counts.their[n] ?? 0)), ...entries(to, counts.own)]
  return [{ says, command: `PATCH ${backend}/upstreams If-Match: ${digest}`, body: JSON.stringify(list), to }]
}

/** The list as it was, whoever changed it since. */
export function stepsBack({ backend, servers }: View, to: string): Step[] {
  const list = servers.flatMap(one => entries(one.name, one.weight))
  return [{ says: 'the list as it was', command: `PATCH ${backend}/upstreams`, body: JSON.stringify(list), to }]
}

/** The shortest list that comes within half a point; all others equally when somebody gets all. */
export function countsFor(percent: number, others: readonly Server[]): { own: number; their: number[] } {
  if (percent >= 100) return { own: 1, their: others.map(() => 0) }
  const was = others.map(one => one.weight)
  if (percent <= 0) return { own: 0, their: was }
  const sum = was.reduce((a, b) => a + b, 0)
  let best = { off: Number.POSITIVE_INFINITY, own: 1, their: was }
  for (let all = 2; all <= mostEntries; all++) {
    const own = Math.max(1, Math.round((percent * all) / 100))
    const their = was.map(weight => Math.max(1, Math.round(((all - own) * weight) / sum)))
    const off = Math.abs((100 * own) / (own + their.reduce((a, b) => a + b, 0)) - percent)
    if (off < best.off - 1e-9) best = { off, own, their }
    if (best.off <= 0.5) break
  }
  return best
}

const entries = (dial: string, count: number) => Array.from({ length: count }, () => ({ dial }))
