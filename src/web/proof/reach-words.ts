import { contactInWords } from '../../roster/contact-name.ts'

/** A reach check, as the API says it. */
export interface CheckSaid {
  id: string
  schedule: string
  person: { id: string; name: string }
  outgoing?: { id: string; name: string }
  startsAt: string
  tellAt: string
  toldAt?: string
  state: 'waiting' | 'confirmed' | 'unanswered'
  calls: CallSaid[]
}

export interface CallSaid {
  id: string
  channel: string
  state: 'owed' | 'handed over' | 'tapped' | 'failed'
  tappedAt?: string
  attempts: { at: string; outcome: string; answer: string }[]
}

/** How the check stands, for whoever says the time. */
export function checkWords(
  { state, calls, tellAt, toldAt, outgoing }: CheckSaid,
  time: (at: string) => string,
): string {
  const tapped = calls.find(call => call.tappedAt)
  if (state === 'confirmed')
    return `tapped at ${time(tapped?.tappedAt ?? '')}, by ${contactInWords(tapped?.channel ?? '')}`
  if (calls.length === 0) return 'no channel is set up, so nothing could be tried'
  if (state === 'waiting') return `not answered yet; others are told at ${time(tellAt)}`
  const whom = outgoing ? `${outgoing.name} and the team` : 'the team'
  return toldAt ? `not answered; ${whom} were told at ${time(toldAt)}` : `not answered; ${whom} are being told`
}

const states: Record<CallSaid['state'], string> = {
  owed: 'not out yet',
  'handed over': 'handed over',
  tapped: 'tapped',
  failed: 'not handed over',
}

/** `ntfy: handed over`, `mail: not handed over, it said 550 no such user`. */
export function wayWords({ channel, state, attempts }: CallSaid): string {
  const answer = attempts.at(-1)?.answer
  const isOpen = state === 'failed' || state === 'owed'
  return `${contactInWords(channel)}: ${states[state]}${isOpen && answer ? `, it said ${answer}` : ''}`
}
