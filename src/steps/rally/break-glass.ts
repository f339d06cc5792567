import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import { seatOf } from '../../incident/seats.ts'
import type { rallyAsks } from './asks.ts'
import { handedTo } from './keyboard.ts'
import { arrives } from './room.ts'
import { say } from './say.ts'

type Body = z.infer<(typeof rallyAsks)['glass-broken']['body']>

/**
 * The person at the machine took its keyboard while no server could be reached, as its program tells now. It is theirs from then on, by a
 * number of its own; where it was handed on meanwhile the newer word counts, and the program has taken it back from them by now.
 */
export const glassBroken: Decide<Body> = (was, ask) => {
  const me = ask.by.id
  const { terminal, at, epoch } = ask.body
  const shared = was.terminals.find(one => one.id === terminal)
  if (!shared || shared.looking || shared.person !== me) return []
  const { host } = shared
  const told = happened('GlassBroken', { person: me, terminal, host, at })
  const seat = seatOf(was, host)
  if (seat.epoch !== epoch) return [...arrives(was, me), told]
  const given = handedTo(was, { ...seat, ...(seat.host && { of: seat.host }) }, me, {
    by: me,
    reason: say.withoutFireline,
    terminal,
  })
  return [...arrives(was, me), told, given]
}
