import { personById } from '../store/people.ts'
import { swapToken } from '../store/swaps.ts'
import type { Outside } from './outside.ts'
import type { Owed, Perform } from './perform.ts'
import { quietWord } from './quiet-word.ts'

/** After a day nobody needs to hear it any more. */
const tooLateMs = 24 * 3_600_000

/** A word about who is on call: by mail where the person has an address, else quietly over their first channel. */
export function performOnCallWord(outside: Outside): Perform<'on-call-word'> {
  return async (owed, desk, signal) => {
    const { headline, lines, at, person: id } = owed.body
    const person = await personById(desk.db, id)
    if (!person) return { outcome: 'failed', answer: 'This person is gone.' }
    const word = { id: `on-call-${owed.id}`, headline, lines, link: linkOf(owed, outside) }
    const none = `${person.name} has no way to be told; it stands on the on-call page.`
    const delivery = await quietWord(owed, person, word, { takes: () => true, none }, desk, outside, signal)
    const isOver = delivery.outcome === 'retry' && desk.clock.now().getTime() - Date.parse(at) > tooLateMs
    return isOver ? { ...delivery, outcome: 'failed' } : delivery
  }
}

const linkOf = ({ body }: Owed<'on-call-word'>, { url, secrets }: Outside): string =>
  body.swap ? `${url()}/s/${swapToken(secrets, body.swap, body.person)}` : `${url()}/on-call`
