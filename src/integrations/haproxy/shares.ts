import { type Server, type Step, TrafficTrouble, type View, type Want } from '../../steps/change/traffic-driver.ts'

/** HAProxy's greatest weight. */
const most = 256

/**
 * The commands that give `want.to` its share. Whoever gets more goes first: at no moment does the new server get more than it is to get,
 * or is nobody there.
 */
export function stepsTo(view: View, want: Want): Step[] {
  const steps = stepsFrom(view, want)
  if (steps.length > 0) return steps
  // Already so: said once more, since what was asked for is still counted.
  const set = want.percent <= 0 ? 'state drain' : 'state ready'
  return [{ says: `${want.to} stays as it is`, command: `set server ${view.backend}/${want.to} ${set}`, to: want.to }]
}

function stepsFrom({ backend, servers }: View, { to, percent }: Want): Step[] {
  const target = servers.find(one => one.name === to)
  if (!target) throw new TrafficTrouble(`There is no server ${to} in ${backend}.`)
  if (target.spare) throw new TrafficTrouble(`${to} is a backup server: HAProxy gives it nothing while others are up.`)
  const others = takersBeside(servers, to)
  if (percent < 100 && others.length === 0)
    throw new TrafficTrouble(`Nobody but ${to} can take requests in ${backend}.`)
  const step = stepsFor(backend, to)
  if (percent <= 0) return [...others.flatMap(one => step.open(one, one.weight || 1)), ...step.drain(target)]
  if (percent >= 100) {
    const drained = servers.filter(one => one.name !== to && one.state !== 'maint').flatMap(step.drain)
    return [...step.open(target, target.weight || most), ...drained]
  }
  const { own, their } = weightsFor(percent, others)
  const sorted = others.map((one, n) => ({ one, weight: their[n] ?? 1 }))
  return [
    ...(target.state === 'ready' ? [] : step.weigh(target, own)),
    ...sorted.filter(({ one, weight }) => weight >= one.weight).flatMap(({ one, weight }) => step.open(one, weight)),
    ...step.open(target.state === 'ready' ? target : { ...target, weight: own }, own),
    ...sorted.filter(({ one, weight }) => weight < one.weight).flatMap(({ one, weight }) => step.open(one, weight)),
  ]
}

/** The commands after which every server is as it was; the one that traffic moved to comes last. */
export function stepsBack({ backend, servers }: View, to: string): Step[] {
  const first = servers.filter(one => one.name !== to && !isOff(one))
  const step = stepsFor(backend, to)
  const setTo = (one: Server) => [
    step.line(`${one.name} has weight ${one.weight} again`, one, `weight ${one.weight}`),
    isOff(one)
      ? step.line(`${one.name} gets nothing`, one, `state ${one.state}`)
      : step.line(`${one.name} is open again`, one, 'state ready'),
  ]
  // The target is only added to what it was: in maintenance before, it ends drained, since a cut is no way back.
  const last = servers
    .filter(one => one.name === to)
    .map(one => (one.state === 'maint' ? { ...one, state: 'drain' as const } : one))
  const off = servers.filter(one => one.name !== to && isOff(one))
  return [...first, ...last, ...off].flatMap(setTo)
}

const isOff = ({ state }: Server) => state === 'drain' || state === 'maint'

/** Those who share what is left: who is open, else (all were drained for a move) who is drained and well. */
function takersBeside(servers: readonly Server[], to: string): Server[] {
  const others = servers.filter(one => one.name !== to && !one.spare)
  const open = others.filter(one => one.state === 'ready' && one.weight > 0)
  return open.length > 0 ? open : others.filter(one => one.state === 'drain' && one.passes !== 0)
}

/** The others stay as they are where a whole weight comes near enough; else all are scaled to the top, by largest remainder. */
export function weightsFor(percent: number, others: readonly Server[]): { own: number; their: number[] } {
  const their = others.map(one => one.weight || 1)
  const sum = their.reduce((a, b) => a + b, 0)
  const own = Math.round((percent / (100 - percent)) * sum)
  const isNear = own >= 1 && own <= most && Math.abs((100 * own) / (own + sum) - percent) <= 0.3
  if (isNear) return { own, their }
  const parts = [percent, ...their.map(weight => ((100 - percent) * weight) / sum)]
  const [first = 1, ...rest] = largestRemainder(parts.map(part => (part * most) / Math.max(...parts)))
  return { own: first, their: rest }
}

function largestRemainder(exact: readonly number[]): number[] {
  const whole = exact.map(one => Math.max(1, Math.floor(one)))
  const left = Math.round(exact.reduce((a, b) => a + b, 0)) - whole.reduce((a, b) => a + b, 0)
  const byRemainder = exact.map((one, n) => ({ n, rest: one - Math.floor(one) })).sort((a, b) => b.rest - a.rest)
  for (const { n } of byRemainder.slice(0, Math.max(0, left))) whole[n] = Math.min(most, (whole[n] ?? 0) + 1)
  return whole
}

function stepsFor(backend: string, to: string) {
  const line = (says: string, { name }: Server, set: string): Step => ({
    says,
    command: `set server ${backend}/${name} ${set}`,
    to,
  })
  const weigh = (one: Server, weight: number) =>
    one.weight === weight
      ? []
      : [line(`${one.name} has weight ${weight}, it had ${one.weight}`, one, `weight ${weight}`)]
  return {
    line,
    weigh,
    open: (one: Server, weight: number) => [
      ...weigh(one, weight),
      ...(one.state === 'ready' ? [] : [line(`${one.name} takes requests`, one, 'state ready')]),
    ],
    drain: (one: Server) =>
      one.state === 'drain' ? [] : [line(`${one.name} gets no new visitor and ends what it has`, one, 'state drain')],
  }
}
