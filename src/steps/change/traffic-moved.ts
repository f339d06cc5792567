import { type Ask, type Decide, type Decision, happened, knowing, refuse } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { Incident, Shift } from '../../incident/incident.ts'
import { later, type Obligation } from '../../incident/obligation.ts'
import type { ChangeBody } from './asks.ts'
import { say } from './say.ts'
import { isLive, ways } from './traffic-ways.ts'

/** So long before it goes back by itself everybody hears of it, and the lead may hold it. */
export const noticeMs = 5_000

const liveOne = ({ shifts }: Incident, { shift }: { shift: string }): Shift | undefined =>
  shifts?.find(one => one.id === shift && isLive(one))

export function trafficChecked(was: Incident, ask: Ask<ChangeBody<'traffic-checked'>>): Decision {
  return liveOne(was, ask.body) ? [happened('TrafficChecked', ask.body)] : []
}

/** From the looks that stand on the timeline. Nothing, when it may go. */
export const trafficMayMove: Decide<ChangeBody<'traffic-may-move'>, 'standBys'> = knowing(
  ['standBys'],
  (was, ask, { standBys }) => {
    const shift = liveOne(was, ask.body)
    if (!shift || shift.announced) return notToMove(was, ask.body.shift)
    const failed = shift.checks.filter(one => !one.ok)
    const hard = failed.filter(one => one.mustHold)
    const standBy = standBys.get(shift.standBy) ?? { slug: shift.standBy, driver: '' }
    const says = say.notReady((hard.length > 0 ? hard : failed).map(one => one.says))
    if (hard.some(one => one.what === 'replication'))
      return refuse('two-primaries', says, ways.lookAgain(standBy, { ...shift, code: 'two-primaries' }))
    if (hard.length > 0) return refuse('no-way-back', says, ways.lookAgain(standBy, shift))
    if (failed.length === 0 || shift.despite !== undefined) return []
    return refuse('stand-by-not-ready', says, [...ways.lookAgain(standBy, shift), ways.anyway(standBy, shift.share)])
  },
)

/** What was announced and held since stays; what a person asks for, or what nothing answers from, goes. */
export function trafficMayGoBack(was: Incident, ask: Ask<ChangeBody<'traffic-may-go-back'>>): Decision {
  const shift = liveOne(was, ask.body)
  if (!shift) return notToMove(was, ask.body.shift)
  if (!shift.announced && shift.held) return isHeld(shift, shift.held)
  return []
}

export function trafficShifted(was: Incident, ask: Ask<ChangeBody<'traffic-shifted'>>): Decision {
  const shift = liveOne(was, ask.body)
  return shift && shift.state === 'moving' ? [happened('TrafficShifted', ask.body)] : []
}

/** Once; `now` is for what is not waited for, whoever holds it. */
export function announceWayBack(was: Incident, ask: Ask<ChangeBody<'announce-way-back'>>): Decision {
  const { why, now } = ask.body
  const shift = liveOne(was, ask.body)
  if (!shift) return notToMove(was, ask.body.shift)
  if (shift.held && !now) return isHeld(shift, shift.held)
  if (shift.announced && (!now || shift.announced.effectiveAt <= ask.at)) return []
  const effectiveAt = now ? ask.at : later(ask.at, noticeMs)
  return [happened('WayBackAnnounced', { shift: shift.id, why, effectiveAt })]
}

export function trafficReverted(was: Incident, ask: Ask<ChangeBody<'traffic-reverted'>>): Decision {
  const { shift: id, why, ...counted } = ask.body
  const shift = liveOne(was, ask.body)
  if (!shift) return []
  const because = shift.announced?.why ?? why
  const how = shift.announced?.asked ? 'person' : 'automatic'
  return [happened('TrafficReverted', { shift: id, how, ...(because && { why: because }), ...counted })]
}

export function trafficFailed(was: Incident, ask: Ask<ChangeBody<'traffic-failed'>>): Decision {
  return liveOne(was, ask.body) ? [happened('TrafficFailed', ask.body)] : []
}

export function owesTheMove({ id, data: { shift, standBy, share }, at }: EntryOf<'TrafficStarted'>): Obligation[] {
  return [{ kind: 'move-traffic', key: `move:${id}`, dueAt: at, body: { shift, standBy, share } }]
}

export function owesTheWayBack({ id, data }: EntryOf<'WayBackAnnounced'>, is: Incident): Obligation[] {
  const standBy = is.shifts?.find(one => one.id === data.shift)?.standBy
  if (standBy === undefined) return []
  const body = { shift: data.shift, standBy, share: 0, back: true } as const
  return [{ kind: 'move-traffic', key: `back:${id}`, dueAt: data.effectiveAt, body }]
}

function notToMove(was: Incident, id: string): Decision {
  const shift = was.shifts?.find(one => one.id === id)
  return refuse('nothing-moved', say.goesBack(shift?.ref ?? id), (was.shifts ?? []).filter(isLive).map(ways.back))
}

const isHeld = (shift: Shift, { by, reason }: NonNullable<Shift['held']>): Decision =>
  refuse('way-back-held', say.wayBackHeld(shift.ref, by, reason), [ways.back(shift)])
