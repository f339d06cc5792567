import type { Person } from '../roster/person.ts'
import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { readContacts } from '../store/contacts.ts'
import { personById } from '../store/people.ts'
import { swapToken } from '../store/swaps.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import type { Outside } from './outside.ts'
import type { Owed, Perform } from './perform.ts'
import { sendLetter } from './send-letter.ts'

/** After a day nobody needs to hear it any more. */
const tooLateMs = 24 * 3_600_000

/** A word about who is on call: by mail where the person has an address, else quietly over their first channel. */
export function performOnCallWord(outside: Outside): Perform<'on-call-word'> {
  return async (owed, desk, signal) => {
    const person = await personById(desk.db, owed.body.person)
    if (!person) return { outcome: 'failed', answer: 'This person is gone.' }
    const link = linkOf(owed, outside)
    const delivery =
      outside.mail && person.email
        ? await byMail(owed, outside, person.email, link)
        : await quietly(owed, person, link, desk, outside, signal)
    const isOver = delivery.outcome === 'retry' && desk.clock.now().getTime() - Date.parse(owed.body.at) > tooLateMs
    return isOver ? { ...delivery, outcome: 'failed' } : delivery
  }
}

const linkOf = ({ body }: Owed<'on-call-word'>, { url, secrets }: Outside): string =>
  body.swap ? `${url()}/s/${swapToken(secrets, body.swap, body.person)}` : `${url()}/on-call`

async function byMail(owed: Owed<'on-call-word'>, outside: Outside, to: string, link: string): Promise<Delivery> {
  const { id, body, repeat } = owed
  const again = repeat ? ['This may be a repeat: we could not tell whether it arrived.', ''] : []
  const text = [...again, ...body.lines, link, ''].join('\n')
  return sendLetter(owed, outside, { id: `on-call-${id}`, to, subject: body.headline, text })
}

async function quietly(
  owed: Owed<'on-call-word'>,
  person: Person,
  link: string,
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  const contacts = await readContacts(desk.db, person.id, outside.secrets)
  const contact = contacts.find(one => one.channel !== 'mail' && outside.channels.has(one.channel))
  const channel = contact && outside.channels.get(contact.channel)
  if (!channel)
    return { outcome: 'failed', answer: `${person.name} has no way to be told; it stands on the on-call page.` }
  const message: CallMessage = {
    id: owed.id,
    incident: owed.id,
    number: 0,
    severity: 'sev4',
    to: { id: person.id, name: person.name, contact: contact.id },
    headline: owed.body.headline,
    lines: owed.body.lines,
    link,
    ways: [],
    buttons: [],
    repeat: owed.repeat,
    at: desk.clock.at(),
    isTest: true,
    isQuiet: true,
  }
  return handOver(owed, message, channel, desk, outside, signal)
}
