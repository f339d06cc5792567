import type { CallMessage, Wire } from '../steps/notify/channel.ts'
import { ackTopicOf, type Outside } from './outside.ts'

/**
 * The wire of one message. Answers are kept and shown to others, so what opens this person's page or presses their button never
 * comes back in one, whatever the receiver repeats. A receiver that lets many wait is not waited for.
 */
export function wireFor(message: CallMessage, { outbound, receivers, secrets }: Outside, signal: AbortSignal): Wire {
  const opens = [message.link, ...message.ways.map(way => /https?:\/\/\S+$/.exec(way)?.[0] ?? '')].map(tokenIn)
  const hidden = [...opens, ...message.buttons.map(one => one.token)].filter(Boolean)
  return {
    send: (request, until) => {
      const careful = {
        ...request,
        statusIsEnough: true as const,
        mayReuse: true as const,
        redact: [...(request.redact ?? []), ...hidden],
      }
      return receivers.reach(new URL(request.url).host, () => outbound.send(careful, until))
    },
    signal,
    ackTopic: server => ackTopicOf(secrets, server),
  }
}

/** The part of a link that nobody can guess. */
const tokenIn = (link: string): string => /\/[-_A-Za-z0-9]{43}(?=\/|$)/.exec(link)?.[0].slice(1) ?? ''
