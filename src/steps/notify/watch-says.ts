import type { Incident } from '../../incident/incident.ts'

/** An incident of which somebody wanted to hear, and the names of who shares a terminal in it. */
export interface Watchable {
  is: Incident
  names: ReadonlyMap<string, string>
}

export interface WatchSaid {
  headline: string
  lines: string[]
  /** Of the newest that is live; of the replay where all are over. */
  link: string
}

const live = ({ is }: Watchable) =>
  is.status === 'resolved' ? [] : is.terminals.filter(terminal => terminal.state === 'live')

/** One quiet message to who learns by watching: `url` of this server, `off` the link that ends it. */
export function watchSays(all: readonly [Watchable, ...Watchable[]], url: string, off: string): WatchSaid {
  const sorted = all.toSorted((a, b) => Number(live(b).length > 0) - Number(live(a).length > 0))
  const first = sorted[0] ?? all[0]
  const rest = sorted.slice(1).flatMap(one => [says(one), linkOf(one, url)])
  const headline =
    all.length > 1
      ? `There is something to watch: ${all.length} incidents`
      : `${live(first).length > 0 ? 'There is something to watch' : 'There was something to watch'}: ${titleOf(first)}`
  const lines = [...(all.length > 1 ? [says(first)] : [how(first)]), ...rest]
  return { headline, lines: [...lines, `You asked to hear of it. Not any more: ${off}`], link: linkOf(first, url) }
}

const titleOf = ({ is }: Watchable): string => `INC-${is.number} ${is.title}`
const says = (one: Watchable): string => `${titleOf(one)}: ${how(one)}`

function how(one: Watchable): string {
  const shown = live(one).map(({ person, host }) => `${one.names.get(person) ?? 'somebody'} on ${host}`)
  return shown.length > 0
    ? `Shown live by ${shown.join(', ')}. Nothing is asked of you; your keys reach nothing there.`
    : 'It is over by now, and can be played again.'
}

const linkOf = (one: Watchable, url: string): string =>
  `${url}/incidents/INC-${one.is.number}${live(one).length > 0 ? '' : '/replay'}`
