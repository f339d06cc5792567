import type { Known } from '../../incident/known.ts'
import { contactInWords } from '../../roster/contact-name.ts'
import type { Person } from '../../roster/person.ts'
import { lastResort, reachOf } from './wakes.ts'

type Named = Pick<Person, 'id' | 'name'>
type Reached = Pick<Known, 'channels'>

/** Whether anybody here can be paged at all: mail can be sent, or somebody has a channel. Before that, no policy is to blame. */
export const canPage = ({ channels }: Reached, canMail: boolean): boolean =>
  canMail || [...channels.values()].some(mine => mine.length > 0)

const mostNamed = 5

/** Why nobody of these would be paged, with what changes that; undefined when somebody would. */
export function pagesNobody(people: readonly Named[], { channels }: Reached): string | undefined {
  if (people.some(({ id }) => channels.get(id)?.length)) return undefined
  if (people.length === 0) return 'It would page nobody: it names nobody who is here.'
  const names = people.slice(0, mostNamed).map(one => one.name)
  const who =
    people.length > mostNamed
      ? `${names.join(', ')} and others have`
      : `${listed(names)} ha${people.length === 1 ? 's' : 've'}`
  return `It would page nobody: ${who} no channel. Give one of them a mail address (with FIRELINE_SMTP_URL), ntfy or Telegram first, or name somebody who has one. Where nobody is meant to be paged, as in a drill, say "pagesNobody": true.`
}

/** What is saved all the same, and told: a page at night may not reach this person. */
export function doubtAbout({ id, name }: Named, { channels }: Reached): string | undefined {
  const reach = reachOf(channels.get(id) ?? [])
  if (reach.channels.length === 0) return `${name} has no channel: a step that means them passes them by.`
  if (reach.wakes === 'no')
    return `${name} is paged by ${listed(reach.channels.map(contactInWords))} only, and that wakes nobody. ntfy or Telegram on their phone may.`
  return lastResort(reach)?.replace(/^When nothing else gets through, /, `When nothing else gets through to ${name}, `)
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
