import type { IncidentEvent } from './events.ts'
import type { Incident } from './incident.ts'
import type { HeldElsewhere } from './known.ts'
import { seatOf, sharedNow } from './seats.ts'

/** A host whose keyboard somebody has here, by a terminal of it that is shared now. */
export interface HostHeld {
  host: string
  holder: string
  epoch: number
}

/** None once it is over. */
export function hostsHeld(is: Incident): HostHeld[] {
  if (is.status === 'resolved' || is.mergedInto !== undefined) return []
  const byHost = new Map(sharedNow(is).map(({ host }) => [hostKey(host), host]))
  return [...byHost.values()].flatMap(host => {
    const { holder, epoch } = seatOf(is, host)
    return holder === undefined ? [] : [{ host, holder, epoch }]
  })
}

/** Names of hosts do not differ by their case. It is a key of tables, and those hold neither NUL nor half characters. */
export const hostKey = (host: string): string => host.replaceAll('\0', '\u2400').toWellFormed().toLowerCase()

/** Whose keyboard somebody else would type beside, if this happened: as another incident has it. `named` is the host that was asked for. */
export function against(
  was: Incident,
  event: IncidentEvent,
  elsewhere: readonly HeldElsewhere[],
  named?: string,
): HeldElsewhere | undefined {
  if (event.type !== 'KeyboardGiven' && event.type !== 'TakeOverAnnounced') return undefined
  const to = event.type === 'KeyboardGiven' ? event.data.to : event.data.person
  const { host } = event.data
  const reached = sharedNow(was).filter(terminal => seatOf(was, terminal.host).host === host || terminal.host === host)
  const hosts = [...reached.map(terminal => terminal.host), host ?? named].flatMap(one => (one ? hostKey(one) : []))
  return elsewhere.find(one => one.person !== to && hosts.includes(hostKey(one.host)))
}
