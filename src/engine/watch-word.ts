import { quietUntil } from '../roster/personal-rules.ts'
import type { Person } from '../roster/person.ts'
import { type Watchable, watchSays } from '../steps/notify/watch-says.ts'
import { inTransaction } from '../store/db.ts'
import { readHead } from '../store/head.ts'
import { serviceNamed } from '../store/loaders.ts'
import { listPeople, personById } from '../store/people.ts'
import { readPersonalRules } from '../store/personal-rules.ts'
import { watchWishToken } from '../store/watch-wishes.ts'
import { oweWatchWords, takeWatchWords } from '../store/watch-words.ts'
import type { Desk } from './desk.ts'
import type { Outside } from './outside.ts'
import type { Outcome, Owed, Perform } from './perform.ts'
import { quietWord } from './quiet-word.ts'

/** A terminal is shown live: who wants to hear of it is owed a word. Looked up here, so that sharing waits for nobody's wishes. */
export const performTellLearners: Perform<'tell-learners'> = async (owed, desk) => {
  const is = await readHead(desk.db, owed.incident)
  const terminal = is?.terminals.find(one => one.id === owed.body.terminal)
  if (!is || is.status === 'resolved' || terminal?.state !== 'live')
    return { outcome: 'delivered', answer: 'There is nothing to watch any more.' }
  const team = (await serviceNamed(desk.db, is.service))?.team ?? 'default'
  const but = [terminal.person, ...is.people.filter(one => !one.leftAt).map(one => one.person)]
  const shown = { incident: is.id, service: is.service, team, but }
  const count = await inTransaction(desk.db, tx => oweWatchWords(tx, shown, desk.clock.now()))
  if (count > 0) desk.wake()
  return { outcome: 'delivered', answer: `${count} to be told` }
}

/** These make a sound whatever is asked of them. */
const loud = new Set(['voice', 'sms', 'sms-gateway'])
/** After a day there is nothing left to say; quiet hours are shorter. */
const tooLateMs = 24 * 3_600_000

/** One quiet message of all that there is to watch: never in quiet hours, and none so soon after another. */
export function performWatchWord(outside: Outside): Perform<'watch-word'> {
  return async (owed, desk, signal) => {
    const now = desk.clock.now()
    const person = await personById(desk.db, owed.body.person)
    if (!person) return { outcome: 'failed', answer: 'This person is gone.' }
    const rules = await readPersonalRules(desk.db, person.id)
    const until = rules && quietUntil(rules, 'sev4', now.toISOString())
    if (until) return wait('It is quiet with them.', new Date(until), now)
    const taken = await inTransaction(desk.db, tx => takeWatchWords(tx, person.id, owed.id, now))
    if (taken === 'unwanted') return { outcome: 'delivered', answer: 'No longer wanted.' }
    if ('wait' in taken) return wait('They heard of something else a moment ago.', taken.wait, now)
    return tell(owed, person, taken.incidents, desk, outside, signal)
  }
}

const wait = (answer: string, until: Date, now: Date): Outcome => ({
  outcome: 'retry',
  answer,
  afterMs: until.getTime() - now.getTime(),
})

async function tell(
  owed: Owed<'watch-word'>,
  person: Person,
  incidents: readonly string[],
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Outcome> {
  const [first, ...rest] = await watchable(desk, incidents)
  if (!first) return { outcome: 'delivered', answer: 'Told together with others.' }
  const off = `${outside.url()}/u/${watchWishToken(outside.secrets, person.id)}`
  const word = { id: `watch-${owed.id}`, off, ...watchSays([first, ...rest], outside.url(), off) }
  const none = `${person.name} has neither mail nor a channel that can be quiet.`
  const way = { takes: ({ channel }: { channel: string }) => !loud.has(channel), none }
  const delivery = await quietWord(owed, person, word, way, desk, outside, signal)
  const isOver = delivery.outcome === 'retry' && desk.clock.now().getTime() - Date.parse(owed.body.at) > tooLateMs
  return isOver ? { ...delivery, outcome: 'failed' } : delivery
}

async function watchable(desk: Desk, incidents: readonly string[]): Promise<Watchable[]> {
  const names = new Map((await listPeople(desk.db)).map(one => [one.id, one.name]))
  const heads = await Promise.all(incidents.map(id => readHead(desk.db, id)))
  return heads.flatMap(is => (is ? [{ is, names }] : []))
}
