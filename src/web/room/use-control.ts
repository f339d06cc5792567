import type { Incident } from '../../incident/incident.ts'
import { seatOf } from '../../incident/seats.ts'
import { useRoom } from '../desk/room-context.ts'

/** A keyboard that its receiver has not taken up yet: until then no key of theirs goes anywhere. */
export interface HandOver {
  /** Who had it before. */
  by: string
  name: string
  /** Where it is a host's own. */
  host?: string
}

/** What `person` was given of this terminal and did not take up. */
export function givenTo(is: Incident, person: string, terminal: string): Omit<HandOver, 'name'> | undefined {
  const shared = is.terminals.find(one => one.id === terminal)
  const { holder, awaiting, from = '', host } = seatOf(is, shared?.host)
  if (!shared || shared.looking || holder !== person || !awaiting) return undefined
  return { by: from, ...(host && { host }) }
}

/** The keyboard was given to me, and I have not said yet that I have control. */
export function useControl(terminal: string): { given?: HandOver; take(): void } {
  const { is, me, nameOf, press } = useRoom()
  const given = givenTo(is, me.id, terminal)
  const body = given?.host ? { host: given.host } : {}
  return {
    ...(given && { given: { ...given, name: nameOf(given.by) } }),
    take: () => press({ label: 'I have control', command: 'have-control', body }),
  }
}
