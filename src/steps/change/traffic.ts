import { type Ask, type Decide, type Decision, happened, isRefusal, knowing, refuse } from '../../incident/decision.ts'
import type { Incident, Shift } from '../../incident/incident.ts'
import { named } from '../../incident/incident.ts'
import type { StandBy } from '../../incident/known.ts'
import { nextRef } from '../../incident/ref.ts'
import type { ChangeBody } from './asks.ts'
import { label, say } from './say.ts'
import { isLive, ways } from './traffic-ways.ts'
import { asWhoMayWaive } from './who.ts'

type ShiftTraffic = ChangeBody<'shift-traffic'>

/** A mitigation: it asks for no copy and no cause. Whoever leads or has the keyboard; alone, whoever is there. */
export const shiftTraffic: Decide<ShiftTraffic, 'standBys'> = knowing(['standBys'], (was, ask, { standBys }) => {
  const { driver, to, share, despite, fenced } = ask.body
  const standBy = standBys.get(to)
  if (!standBy) return unknownStandBy(was, ask.body, [...standBys.values()])
  if (standBy.driver !== driver)
    return refuse('no-stand-by', say.otherDriver(standBy), [ways.move(standBy, share, label.moveBy(standBy.driver))])
  const under = (was.shifts ?? []).find(one => one.standBy === to && isLive(one))
  if (under && share === 0) return takeBack(was, ask, under, undefined)
  if (under?.state === 'moved' && share > under.share && !under.announced) return moveMore(was, ask, under)
  if (under) return refuse('traffic-moving', say.trafficMoving(under), [ways.back(under)])
  if (standBy.moving)
    return refuse('traffic-moving', say.movedElsewhere(standBy.moving.incident), [ways.backElsewhere(standBy.moving)])
  if (share === 0) return refuse('nothing-moved', say.nothingMoved(to), [ways.move(standBy, 100, label.moveAll)])
  const last = (was.shifts ?? []).findLast(one => one.standBy === to)
  const no = despite !== undefined && fenced === undefined ? pastNoReason(standBy, last) : undefined
  if (no) return no
  const seats = asWhoMayWaive(was, ask, true)
  if (isRefusal(seats)) return seats
  const why = { ...(despite !== undefined && { despite }), ...(fenced !== undefined && { fenced }) }
  const ref = nextRef('X', was.shifts ?? [])
  return [...seats, happened('TrafficStarted', { shift: ask.id, ref, standBy: to, share, wayBack: [], ...why })]
})

/** The way back waits for nothing. */
export const revertTraffic: Decide<ChangeBody<'revert-traffic'>, 'standBys'> = knowing(
  ['standBys'],
  (was, ask, known) => {
    const shift = named(was.shifts ?? [], ask.body.shift)
    if (!shift || !isLive(shift)) return nothingMoved(was, ask.body.shift, shift, known.standBys)
    return takeBack(was, ask, shift, ask.body.reason)
  },
)

/** Only the lead; what is back, or goes back because nothing answers there, is not held. */
export const holdWayBack: Decide<ChangeBody<'hold-way-back'>, 'standBys'> = knowing(['standBys'], (was, ask, known) => {
  const shift = named(was.shifts ?? [], ask.body.shift)
  if (!shift || !isLive(shift)) return nothingMoved(was, ask.body.shift, shift, known.standBys)
  const goesNow = shift.announced && (shift.announced.asked || shift.announced.effectiveAt <= ask.at)
  if (goesNow) return refuse('running', say.runningNow(shift.ref))
  if (shift.held) return []
  const seats = asWhoMayWaive(was, ask, false)
  if (isRefusal(seats)) return seats
  return [...seats, happened('WayBackHeld', { shift: shift.id, reason: ask.body.reason })]
})

/** It is looked at once more, and a look that fails then takes all of it back. */
function moveMore(was: Incident, ask: Ask<ShiftTraffic>, under: Shift): Decision {
  const seats = asWhoMayWaive(was, ask, true)
  if (isRefusal(seats)) return seats
  const { id: shift, ref, standBy, wayBack } = under
  const { share, despite = under.despite, fenced = under.fenced } = ask.body
  const why = { ...(despite !== undefined && { despite }), ...(fenced !== undefined && { fenced }) }
  return [...seats, happened('TrafficStarted', { shift, ref, standBy, share, wayBack, ...why })]
}

function takeBack(was: Incident, ask: Ask<unknown>, shift: Shift, reason: string | undefined): Decision {
  if (shift.announced?.asked) return []
  const seats = asWhoMayWaive(was, ask, true)
  if (isRefusal(seats)) return seats
  const why = reason ?? say.takenBack
  return [...seats, happened('WayBackAnnounced', { shift: shift.id, why, effectiveAt: ask.at, asked: true })]
}

/** What a look found that no reason goes past; to look again is another thing. */
function pastNoReason(standBy: StandBy, last: Shift | undefined): Decision | undefined {
  if (last?.state !== 'failed') return undefined
  const [says, next] = [say.noReasonGoesPast(last), ways.lookAgain(standBy, last)]
  if (last.code === 'two-primaries') return refuse('two-primaries', says, next)
  return last.code === 'no-way-back' ? refuse('no-way-back', says, next) : undefined
}

function unknownStandBy(was: Incident, { to, share }: ShiftTraffic, standBys: readonly StandBy[]) {
  const byHand = ways.byHand(was, to, share)
  if (standBys.length === 0) return refuse('no-stand-by', say.noStandBy(was.service), [byHand])
  const them = standBys.map(one => ways.move(one, share, label.moveTo(one.slug)))
  return refuse(
    'no-stand-by',
    say.unknownStandBy(
      to,
      standBys.map(one => one.slug),
    ),
    [...them.slice(0, 3), byHand],
  )
}

function nothingMoved(was: Incident, name: string, shift: Shift | undefined, standBys: ReadonlyMap<string, StandBy>) {
  const live = (was.shifts ?? []).filter(isLive)
  const others = [...standBys.values()].map(one => ways.move(one, 100, label.moveTo(one.slug))).slice(0, 3)
  const there = live.length > 0 ? live.map(ways.back) : others.length > 0 ? others : [ways.byHand(was, name, 100)]
  return refuse('nothing-moved', shift ? say.isBack(shift) : say.unknownShift(name), there)
}
