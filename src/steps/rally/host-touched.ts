import type { z } from 'zod'
import { type Decide, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import { touchWords } from '../../incident/touch-words.ts'
import { maskKnownShapes } from '../../redact/mask.ts'
import type { hostAsks } from './asks-hosts.ts'
import { personNamed } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof hostAsks> = z.infer<(typeof hostAsks)[N]['body']>

/** What others did on a host where this incident is worked on. It stops nobody; it is said. */
export const hostTouched: Decide<Body<'host-touched'>> = (was, { body }) => {
  if (was.status === 'resolved') return []
  const { who, why } = body
  return [
    happened('HostTouched', {
      ...body,
      ...(who && { who: maskKnownShapes(who) }),
      ...(why && { why: maskKnownShapes(why) }),
    }),
  ]
}

const mostNamed = 3

/** Also of who is not here, by mail and on their own page. It accuses nobody, and whoever else it was may say so unasked. */
export const askWasItYou: Decide<Body<'ask-was-it-you'>, 'people'> = knowing(['people'], (was, { body }, known) => {
  const { touched = [] } = was
  const touch = touched.find(one => one.entry === body.touch)
  if (!touch) {
    const ways = touched.slice(-mostNamed).map(
      (one): Next => ({
        label: label.wasIt(touchWords(one), one.host),
        command: 'ask-was-it-you',
        body: { touch: one.entry, person: body.person },
      }),
    )
    const word = { label: label.sayWhatYouSaw, command: 'post-update', body: { text: null, audience: 'responders' } }
    return refuse('unknown-touch', say.noTouch, ways.length > 0 ? ways : [word])
  }
  const who = personNamed(known, body.person)
  if (who?.kind !== 'person') {
    const again = {
      label: label.askSomebodyElse,
      command: 'ask-was-it-you',
      body: { touch: touch.entry, person: null },
    }
    return refuse('unknown-person', say.notSomebody(body.person), [again])
  }
  const asked = was.wasItYou.find(one => one.change === touch.entry)
  if (asked?.person === who.id) return []
  const { entry: change, host: on } = touch
  return [happened('WasItYouAsked', { change, person: who.id, author: who.name, summary: touchWords(touch), on })]
})
