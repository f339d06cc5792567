import { isMatcher, type Matcher, readMatcher } from '../../alert/matcher.ts'
import { matcherText } from '../../alert/matcher-text.ts'
import { isProblem } from '../../alert/report.ts'
import { type Silence, type SilenceState, stateOf, wrongWindow } from '../../alert/silence.ts'
import { isId, newId } from '../../engine/id.ts'
import { readSilence, type SilenceAsked } from '../../integrations/alertmanager/read-silence.ts'
import { inTransaction, type Sql, type Tx } from '../../store/db.ts'
import type { Integration } from '../../store/integrations.ts'
import { endSilence, listSilences, saveSilence, silenceNamed } from '../../store/silences.ts'
import { ApiError, badField } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'
import { jsonBody } from '../intake-body.ts'
import { below, reader } from './alertmanager.ts'
import type { IntakeRoute } from './door.ts'

/** A key of kind `alertmanager` silences its own alerts for at most a day, and sees and ends what was silenced with it. */
export const alertmanagerSilencesDoor: readonly IntakeRoute[] = [
  below('GET', 'silences', 'The silences that were made with this key.', showSilences),
  below('POST', 'silences', 'Silences alerts of this integration, for at most 24 hours.', takeSilence),
  below('GET', 'silence/{id}', 'One of them.', showSilence),
  below('DELETE', 'silence/{id}', 'Ends it now.', expireSilence),
]

const longest = { ms: 24 * 3_600_000, said: '24 hours with a key' }
/** Alertmanager forgets a silence so long after its end. */
const keptMs = 120 * 3_600_000
/** A key that leaks must not fill the table. */
const mostAtOnce = 200

async function showSilences(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await reader(call)
  const wanted = filtersOf(call.url.searchParams)
  const { db, clock } = call.desk
  const silences = await listSilences(db, clock.at(), { integration: integration.id })
  const since = new Date(clock.now().getTime() - keptMs).toISOString()
  const shown = silences.filter(silence => silence.endsAt > since && has(silence, wanted)).sort(byState)
  return { status: 200, body: shown.map(silence => gettableSilence(silence, integration, clock.at())) }
}

async function showSilence(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await reader(call)
  const silence = await ownSilence(call.desk.db, integration, idOf(call))
  return { status: 200, body: gettableSilence(silence, integration, call.desk.clock.at()) }
}

async function expireSilence(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await reader(call)
  const id = idOf(call)
  await inTransaction(call.desk.db, async tx => {
    await ownSilence(tx, integration, id)
    await endSilence(tx, id, call.desk.clock.at(), integration.id)
  })
  return { status: 200 }
}

async function takeSilence(call: IntakeCall): Promise<IntakeAnswer> {
  const integration = await reader(call)
  const asked = readSilence(await jsonBody(call.request, bytes => call.place.grow(bytes)))
  if (isProblem(asked)) throw badField(asked.path, asked.message)
  const silenceID = await inTransaction(call.desk.db, tx => silenced(tx, call, integration, asked))
  return { status: 200, body: { silenceID } }
}

/** Changes one in place where only its end changes, or its start that has not come; else the old one ends and a new one begins. */
async function silenced(tx: Tx, { desk }: IntakeCall, integration: Integration, asked: SilenceAsked): Promise<string> {
  const now = desk.clock.at()
  const before = asked.id === undefined ? undefined : await ownSilence(tx, integration, asked.id)
  const stays = before && isSameStill(before, asked, now)
  const startsAt = stays && before.startsAt <= now ? before.startsAt : asked.startsAt > now ? asked.startsAt : now
  const wrong = wrongWindow({ startsAt, endsAt: asked.endsAt }, now, longest)
  if (wrong) throw badField(wrong.path, wrong.message)
  if (!before) await hasRoom(tx, integration, now)
  if (before && !stays) await endSilence(tx, before.id, now, integration.id)
  const { matchers, reason, endsAt } = asked
  const id = stays ? before.id : newId(desk.clock.now())
  const createdBy = withKey(asked.createdBy, integration)
  const known = { id, kind: 'silence' as const, integration: integration.id, createdAt: now }
  await saveSilence(tx, { ...known, matchers, reason, createdBy, startsAt, endsAt })
  return id
}

function isSameStill(before: Silence, asked: SilenceAsked, now: string): boolean {
  const isSame = before.matchers.map(matcherText).join() === asked.matchers.map(matcherText).join()
  const state = stateOf(before, now)
  const second = (at: string) => at.slice(0, 19)
  if (!isSame || state === 'expired') return false
  return state === 'pending' || second(before.startsAt) === second(asked.startsAt)
}

async function hasRoom(tx: Tx, { id }: Integration, now: string): Promise<void> {
  const [active, pending] = await Promise.all([
    listSilences(tx, now, { state: 'active', integration: id }),
    listSilences(tx, now, { state: 'pending', integration: id }),
  ])
  if (active.length + pending.length >= mostAtOnce)
    throw new ApiError(400, 'too-many', `At most ${mostAtOnce} silences of one key at a time.`)
}

/** Its own, or none: those of other keys and of people are not told. */
async function ownSilence(sql: Sql, integration: Integration, id: string): Promise<Silence> {
  const silence = isId(id) ? await silenceNamed(sql, id) : undefined
  if (!silence || silence.integration !== integration.id)
    throw new ApiError(404, 'no-such-silence', 'silence not found')
  return silence
}

function idOf({ params }: IntakeCall): string {
  const id = params[1] ?? ''
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new ApiError(422, 'invalid', `silenceID in path must be of type uuid: "${id.slice(0, 100)}"`)
  return id
}

/** As Alertmanager has it: a filter asks for silences with that very matcher. */
function filtersOf(asked: URLSearchParams): string[] {
  return asked.getAll('filter').map(text => {
    const read = readMatcher(text)
    if (!isMatcher(read)) throw badField(read.path, read.message)
    return matcherText(read)
  })
}

const has = ({ matchers }: Silence, wanted: readonly string[]): boolean => {
  const own = new Set(matchers.map(matcherText))
  return wanted.every(text => own.has(text))
}

const order: readonly SilenceState[] = ['active', 'pending', 'expired']

/** Active ones by their end, then pending ones by their start, then those that are over, the last first. */
function byState(a: Silence & { state: SilenceState }, b: Silence & { state: SilenceState }): number {
  if (a.state !== b.state) return order.indexOf(a.state) - order.indexOf(b.state)
  if (a.state === 'pending') return a.startsAt.localeCompare(b.startsAt)
  return a.state === 'active' ? a.endsAt.localeCompare(b.endsAt) : b.endsAt.localeCompare(a.endsAt)
}

/** Whoever holds the key may write any name: the timeline says that it was the key. */
const withKey = (name: string, integration: Integration): string => `${name}${keyMark(integration)}`
const keyMark = ({ name }: Integration): string => ` (with the key ${name})`

function gettableSilence(silence: Silence, integration: Integration, now: string): unknown {
  const { id, createdBy, createdAt, startsAt, endsAt, reason, matchers } = silence
  const state = stateOf(silence, now)
  const mark = keyMark(integration)
  return {
    id,
    status: { state },
    updatedAt: state === 'expired' && endsAt > createdAt ? endsAt : createdAt,
    comment: reason,
    createdBy: createdBy.endsWith(mark) ? createdBy.slice(0, -mark.length) : createdBy,
    endsAt,
    matchers: matchers.map(gettableMatcher),
    startsAt,
  }
}

const gettableMatcher = ({ name, op, value }: Matcher) => ({
  isEqual: !op.startsWith('!'),
  isRegex: op.endsWith('~'),
  name,
  value,
})
