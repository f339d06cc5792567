import type { Incident, Terminal } from '../../incident/incident.ts'
import { seatOf } from '../../incident/seats.ts'

/** One incident that is worked on here, as somebody who logs in there is told. */
export interface OnHost {
  incident: string
  number: number
  /** As the incident calls the host. */
  host: string
  /** Who has its keyboard; none when nobody does. */
  holder?: string
  name?: string
  since?: string
  /** Who leads: nobody holds them up. */
  lead?: string
  /** Where the holder types, to be watched. */
  terminal?: string
}

/**
 * Of these incidents the one whose keyboard on this host somebody holds, else one that is worked on there. `names` are all names of
 * the host; a short one and its full one are the same.
 */
export function whoIsOn(incidents: readonly Incident[], names: readonly string[]): OnHost | undefined {
  const here = incidents.flatMap(is => {
    const hosts = [...is.terminals.filter(isLive).map(one => one.host), ...(is.seats ?? []).map(seat => seat.host)]
    const host = hosts.find(one => isNamed(names, one))
    return host === undefined || is.status === 'resolved' ? [] : [onHost(is, host)]
  })
  return here.find(one => one.holder) ?? here[0]
}

function onHost(is: Incident, host: string): OnHost {
  const { holder, since } = seatOf(is, host)
  const shared = is.terminals.filter(one => isLive(one) && one.host === host && !one.looking)
  const terminal = shared.find(one => one.person === holder) ?? shared[0]
  const name = is.people.find(one => one.person === holder)?.name
  const has = holder ? { holder, name: name ?? 'Somebody', since } : {}
  return {
    incident: is.id,
    number: is.number,
    host,
    ...has,
    ...(is.lead && { lead: is.lead }),
    ...(terminal && { terminal: terminal.id }),
  }
}

const isLive = (terminal: Terminal): boolean => terminal.state === 'live'

export const isNamed = (names: readonly string[], host: string): boolean => names.some(name => isSameHost(name, host))

function isSameHost(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a === b || (!a.includes('.') && b.startsWith(`${a}.`)) || (!b.includes('.') && a.startsWith(`${b}.`))
}

/** Account names by which a host may know a person: as their name and address begin, in small letters. */
export function accountsOf({ name, email }: { name: string; email?: string }): string[] {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const [first = ''] = words
  const mailbox = email?.toLowerCase().split('@')[0] ?? ''
  const all = [mailbox, first, words.join('.'), words.join('-'), words.join('')]
  return [...new Set(all)].filter(one => /^[a-z0-9][a-z0-9._-]{0,31}$/.test(one))
}
