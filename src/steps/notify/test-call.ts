import { contactInWords } from '../../roster/contact-name.ts'
/** How far a page that is only a test has come. There is no "delivered": what a phone did, only a tap says. */
export interface TestCall {
  id: string
  person: { id: string; name: string }
  channel: string
  askedAt: string
  /** A quiet one, at the start of a shift. */
  isCheck?: true
  tappedAt?: string
  state: 'owed' | 'handed over' | 'tapped' | 'failed'
  attempts: { n: number; at: string; outcome: string; answer: string }[]
}

/** A test that has not left by then is over: it would ring for nothing. */
export const testCallMs = 120_000

export const testCallSays = {
  headline: (name: string) => `TEST · Fireline can reach you, ${name}`,
  lines: ['This is a test. Nothing is on fire, and nobody else is told.', 'Say that it rang, so that we both know.'],
  button: 'It rang',
}

/** What is said about it, and what to do next where that is not nothing. */
export interface Standing {
  says: string
  next?: string
}

export function standingOf({ state, channel, person, attempts }: TestCall): Standing {
  const last = attempts.at(-1)?.answer ?? ''
  if (state === 'tapped') return { says: `It rang: ${person.name} tapped it.` }
  if (state === 'handed over')
    return {
      says: `Handed over to ${contactInWords(channel)}, which answered: ${short(last)}`,
      next: `Tap "${testCallSays.button}" on the phone. Nothing there within a minute? Open the app once, see that it may notify you, and page again.`,
    }
  if (state === 'failed') return { says: `It did not leave: ${short(last)}`, next: wayForward(last) }
  if (attempts.length === 0) return { says: 'On its way.' }
  return { says: `Not handed over yet, and tried again: ${short(last)}`, next: wayForward(last) }
}

const short = (answer: string): string => (answer.length > 200 ? `${answer.slice(0, 200)} …` : answer)

const ways: readonly (readonly [RegExp, string])[] = [
  [
    /not a public address/,
    'It lies in your own network. Start Fireline with the FIRELINE_ALLOW_PRIVATE that stands there.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|no answer in time|socket hang up/,
    'This server has no way out to it. Let it reach that address (a firewall or a proxy may stand between), or choose a server that it does reach: an ntfy of your own, a webhook, mail.',
  ],
  [
    /^40[134]|chat not found|Unauthorized/i,
    'It was turned away. Set this channel up again: its token, topic or chat is not right.',
  ],
  [/^429/, 'That was too much for it. Wait a minute, then page again.'],
  [/^5\d\d|^4\d\d/, 'The receiver has trouble of its own. Page again in a minute, or choose another channel.'],
]

/** What somebody can do about an answer that is no yes. */
export function wayForward(answer: string): string {
  return ways.find(([sign]) => sign.test(answer))?.[1] ?? 'Look at the settings of this channel, then page again.'
}
