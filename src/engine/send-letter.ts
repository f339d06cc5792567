import type { Delivery, Letter } from '../steps/notify/channel.ts'
import { say } from '../steps/notify/say.ts'
import type { Outside } from './outside.ts'
import type { Owed } from './perform.ts'

export const noMail = { outcome: 'failed', answer: 'Mail is not set up: FIRELINE_SMTP_URL.' } as const

/** Of a hundred letters each asks before it goes whether it is still this node's: who stood still meanwhile sends none a second time. */
export async function sendLetter(
  owed: Pick<Owed, 'mayStillSend'>,
  { mail }: Pick<Outside, 'mail'>,
  letter: Letter,
): Promise<Delivery> {
  if (!mail) return noMail
  if (!owed.mayStillSend()) return { outcome: 'retry', answer: say.tooLate, afterMs: 0 }
  return mail.send(letter)
}
