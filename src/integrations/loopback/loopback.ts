import { z } from 'zod'
import type { CallMessage, Channel } from '../../steps/notify/channel.ts'

/** The channel that the canary leaves by: it reaches nobody, and tells the house that the message is out, whole. Nobody can choose it. */
export function loopback(came: () => void): Pick<Channel, 'settings' | 'deliver'> & { kind: string } {
  return {
    kind: 'loopback',
    settings: z.record(z.string(), z.unknown()),
    async deliver(message) {
      const missing = whatIsMissing(message)
      if (missing) return { outcome: 'failed', answer: `The message came without ${missing}.` }
      came()
      return { outcome: 'delivered', answer: 'came through' }
    },
  }
}

const whatIsMissing = ({ id, headline, link, lines }: CallMessage): string | undefined =>
  !id
    ? 'an id'
    : !headline
      ? 'a headline'
      : !link
        ? 'a link'
        : lines.length === 0
          ? 'a word of what it is about'
          : undefined
