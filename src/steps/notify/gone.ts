import { contactInWords } from '../../roster/contact-name.ts'
import type { CallMessage } from './channel.ts'

/** A receiver said that an address is there no more, for good. */
export interface Gone {
  at: string
  answer: string
}

export const goneSays = {
  /** Beside the channel, where its person sets it up. */
  there: ({ at }: Gone): string =>
    `Gone since ${at.slice(0, 16).replace('T', ' ')} UTC: its receiver knows it no more. Pages go to the next channel. Set it up again, or remove it.`,
  /** In what comes over another channel. */
  elsewhere: (channel: string): string =>
    `Your ${contactInWords(channel)} is gone: its receiver knows it no more. Set it up again under Settings, Me.`,
  notAsked: ({ answer, at }: Gone): string =>
    `${answer} (since ${at.slice(0, 16).replace('T', ' ')} UTC, not asked again)`,
}

/** Whoever is reached otherwise is told what does not reach them any more. */
export function tellingOfGone(message: CallMessage, gone: readonly string[]): CallMessage {
  return gone.length === 0 ? message : { ...message, lines: [...message.lines, ...gone.map(goneSays.elsewhere)] }
}
