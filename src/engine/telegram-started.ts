import { putContactFirst } from '../store/contacts.ts'
import { inTransaction } from '../store/db.ts'
import { personById } from '../store/people.ts'
import { type Bot, useTelegramStart } from '../store/telegram-starts.ts'
import type { Desk } from './desk.ts'
import type { Outside } from './outside.ts'

/** Somebody followed a link to the bot: the chat they wrote from is their first contact now, in place of the one before it unless the link was for one more. What to say back to them. */
export async function telegramStarted(
  desk: Desk,
  { secrets, channels }: Outside,
  bot: Bot,
  code: string,
  chatId: string,
): Promise<string> {
  const secretsOf = (kind: string) => channels.get(kind)?.secrets ?? []
  return inTransaction(desk.db, async tx => {
    const started = await useTelegramStart(tx, secrets, code, desk.clock.now())
    const person = started?.bot.botToken === bot.botToken ? await personById(tx, started.person) : undefined
    if (!person) return 'This link was used already, or it is over. Make another one in Fireline.'
    const contact = { channel: 'telegram', label: started?.label, settings: { ...bot, chatId } }
    await putContactFirst(tx, person.id, contact, secrets, secretsOf)
    return `Fireline pages you here from now on, ${person.name}. Go back to it and press "Page me as a test".`
  })
}
