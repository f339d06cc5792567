import type { EventData } from './events.ts'
import type { EvolveBy, Incident } from './incident.ts'
import { type Seat, seatOf } from './seats.ts'

type KeyboardEvent =
  | 'KeyboardGiven'
  | 'KeyboardOffered'
  | 'KeyboardAsked'
  | 'ControlTaken'
  | 'TakeOverAnnounced'
  | 'TakeOverCalledOff'
  | 'LeadNagged'
  | 'GlassBroken'

/** How keyboards change hands: the incident-wide one in `operator`, a host's own in `seats`. */
export const evolveKeyboard: EvolveBy<KeyboardEvent> = {
  KeyboardGiven: (was, data, entry) => {
    const { to, from, epoch, host, awaiting } = data
    const others = (askedBy: readonly string[]) => askedBy.filter(person => person !== to)
    const given = { holder: to, epoch, ...(awaiting && { awaiting, ...(from && { from }) }), since: entry.at }
    const is = {
      ...was,
      keyboardOfferedTo: undefined,
      keyboardAskedBy: others(was.keyboardAskedBy),
      takeOvers: was.takeOvers?.filter(one => one.host !== host),
    }
    if (host === undefined) return withOperator(is, { ...given, askedBy: is.keyboardAskedBy })
    const own = was.seats?.find(seat => seat.host === host)
    return withSeat(is, { ...given, host, askedBy: others(own?.askedBy ?? []) })
  },
  KeyboardOffered: (was, data) => ({ ...was, keyboardOfferedTo: data.to }),
  KeyboardAsked: (was, { person, host }) => {
    const seat = seatOf(was, host)
    const askedBy = [...seat.askedBy.filter(one => one !== person), person]
    // Who asks for a host that has no keyboard of its own asks for the incident-wide one.
    return seat.host === undefined
      ? { ...was, keyboardAskedBy: askedBy }
      : withSeat(was, { ...seat, host: seat.host, askedBy })
  },
  ControlTaken: (was, { host, epoch }) => {
    const { awaiting: _, from: __, ...seat } = seatOf(was, host)
    if (seat.epoch !== epoch) return was
    if (seat.host !== undefined) return withSeat(was, { ...seat, host: seat.host })
    return { ...was, operatorAwaits: undefined, operatorFrom: undefined }
  },
  TakeOverAnnounced: (was, data) => ({ ...was, takeOvers: [...(was.takeOvers ?? []), data] }),
  TakeOverCalledOff: (was, data) => ({
    ...was,
    takeOvers: was.takeOvers?.filter(one => one.takeOver !== data.takeOver),
  }),
  LeadNagged: (was, data) => ({ ...was, leadNags: data.times }),
  GlassBroken: was => was,
}

/** Whoever left asks for nothing, and what they held is nobody's. */
export function seatsLeft(was: Incident, data: EventData['Left'], at: string): Incident {
  const { person, epoch = was.epoch } = data
  const isFree = data.freed?.includes('keyboard')
  const waits = (askedBy: readonly string[]) => askedBy.filter(one => one !== person)
  const seats = was.seats?.map(({ holder, awaiting, from, ...seat }) => {
    const askedBy = waits(seat.askedBy)
    if (data.hosts?.includes(seat.host)) return { ...seat, askedBy, epoch, since: at }
    return { ...seat, askedBy, ...(holder && { holder }), ...(awaiting && { awaiting }), ...(from && { from }) }
  })
  const is = { ...was, epoch, seats }
  if (!isFree) return { ...is, keyboardAskedBy: waits(was.keyboardAskedBy), operatorEpoch: ownEpoch(was, epoch) }
  return withOperator(is, { epoch, askedBy: waits(was.keyboardAskedBy), since: at })
}

function withOperator(was: Incident, { holder, epoch, awaiting, from, askedBy, since }: Seat): Incident {
  const hasOwn = was.operatorEpoch !== undefined
  return {
    ...was,
    operator: holder,
    operatorAwaits: awaiting,
    operatorFrom: from,
    operatorSince: since,
    operatorEpoch: hasOwn ? epoch : undefined,
    epoch,
    keyboardAskedBy: [...askedBy],
  }
}

function withSeat(was: Incident, seat: Seat & { host: string }): Incident {
  const others = was.seats?.filter(one => one.host !== seat.host) ?? []
  const epoch = Math.max(was.epoch, seat.epoch)
  return { ...was, epoch, operatorEpoch: ownEpoch(was, epoch), seats: [...others, seat] }
}

/** The incident-wide keyboard keeps its number while a host's moves the counter on. */
function ownEpoch(was: Incident, epoch: number): number | undefined {
  return was.operatorEpoch ?? (epoch > was.epoch ? was.epoch : undefined)
}
