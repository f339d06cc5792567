import { type Incident, isAlone, type Shift } from './incident.ts'
import { ask, type Looker, nameOf, type Rule } from './next.ts'
import { later } from './obligation.ts'
import { quoted } from './quoted.ts'
import { provenWords, shareWords } from './traffic-words.ts'

/** A few seconds are left to hold it; what a person takes back nobody holds. */
export const trafficGoesBack: Rule = (is, me) => {
  const shift = liveShift(is)
  if (!shift?.announced) return undefined
  const { ref, announced } = shift
  if (announced.asked) return { step: 6, says: `${ref}: traffic is being taken back.`, missing: [] }
  const mayHold = isLead(is, me)
  return {
    step: 6,
    says: `${ref}: traffic goes back by itself. ${quoted(announced.why)}`,
    missing: mayHold ? [] : [`${nameOf(is, is.lead ?? '')} may hold it`],
    ...(mayHold && { does: holdBack(shift), also: [takeBack(shift)] }),
  }
}

export const trafficIsMoving: Rule = is => {
  const shift = liveShift(is)
  if (shift?.state !== 'moving') return undefined
  const { ref, standBy, share, observed = 0, checks } = shift
  const to = quoted(standBy, 40)
  const waits = checks.length > 0 ? `${to} is checked, and nothing moved yet` : `${to} is looked at first`
  const goesOn = observed < share ? `, ${shareWords(share)} when that goes well` : ''
  const says = `${ref}: ${observed > 0 ? `${shareWords(observed)} of the traffic is on ${to}${goesOn}` : waits}.`
  return { step: 6, says, missing: [], also: [takeBack(shift)] }
}

/** What is not known yet is asked: whether it helped. */
export const trafficIsMoved: Rule = is => {
  const shift = liveShift(is)
  if (shift?.state !== 'moved' || is.status !== 'open') return undefined
  const { ref, standBy, observed = shift.share, held } = shift
  return {
    step: 6,
    says: `${ref}: ${shareWords(observed)} of the traffic is on ${quoted(standBy, 40)}. Do users still hurt?`,
    missing: held ? [`${held.by} holds the way back`] : [],
    does: ask('Users no longer hurt…', 'mitigate', { summary: null }),
    also: [takeBack(shift)],
  }
}

/** So long a thing of traffic is next; then it stands in the room only. */
const freshForMs = 10 * 60_000

/** What was not moved, or ended half-way: then where traffic is, only the proxy knows. */
export const trafficFailed: Rule = (is, _me, now) => {
  const shift = is.shifts?.at(-1)
  if (shift?.state !== 'failed' || is.status !== 'open') return undefined
  const { ref, standBy, observed = 0, why = 'It was not moved.', endedAt = '' } = shift
  const left = `failed, and ${shareWords(observed)} of the traffic was on ${quoted(standBy, 40)} last. Look at the proxy.`
  if (observed === 0 && later(endedAt, freshForMs) < now) return undefined
  return {
    step: 6,
    says: observed > 0 ? `${ref} ${left}` : `${ref}: ${quoted(why, 140)}`,
    missing: [],
    does: ask('Dry run…', 'shift-traffic', { to: standBy, share: null }),
  }
}

/** After a while it stands in the room only: who did not want it has read it. */
export const aStandByIsThere: Rule = (is, _me, now) => {
  const offer = is.standByOffered
  if (!offer || is.shifts || is.status !== 'open' || later(offer.at, freshForMs) < now) return undefined
  const service = is.service === 'default' ? '' : ` for ${quoted(is.service, 40)}`
  const proven = provenWords(offer.provenAt, now)
  return {
    step: 6,
    says: `A stand-by${service} exists: ${quoted(offer.standBy, 40)}, ${proven}. Move traffic?`,
    missing: [],
    does: ask('Dry run…', 'shift-traffic', { to: offer.standBy, share: null }),
  }
}

const liveShift = ({ shifts, status }: Incident): Shift | undefined =>
  status === 'resolved' ? undefined : shifts?.findLast(one => one.state === 'moving' || one.state === 'moved')

const isLead = (is: Incident, me: Looker): boolean => is.lead === me.id || isAlone(is, me.id)
export const takeBack = ({ id }: Shift) => ask('Take it back', 'revert-traffic', { shift: id })

/** In five seconds nobody writes a reason. */
export const holdBack = ({ id }: Shift) => ask('Hold it', 'hold-way-back', { shift: id, reason: 'I look first.' })
