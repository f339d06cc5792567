import { channelOf } from '../roster/contact-name.ts'
import {
  answerWithinMs,
  type Begun,
  begunBetween,
  type ReachCheck,
  reachSays,
  reachState,
} from '../steps/notify/reach-check.ts'
import { channelsOf } from '../store/contacts.ts'
import { inTransaction, type Sql } from '../store/db.ts'
import { readPolicies, readSchedules } from '../store/on-call.ts'
import { oweWord } from '../store/on-call-words.ts'
import { listPeople, personById } from '../store/people.ts'
import { addReachCheck, noteTold, reachCheckById } from '../store/reach-checks.ts'
import { checkOf, testCallById } from '../store/test-calls.ts'
import type { Desk } from './desk.ts'
import { every, type Repeating } from './every.ts'
import { handOver } from './hand-over.ts'
import type { Outside } from './outside.ts'
import type { Perform } from './perform.ts'
import { testMessage } from './test-call.ts'

const lookEveryMs = 20_000

/** Looks for shifts that began, also while nobody looked, and asks each who came on call over every channel whether it reaches them. */
export function startReachChecks(desk: Desk, outside: Pick<Outside, 'secrets' | 'mail'>): Repeating {
  const asked = new Set<string>()
  return every(desk, lookEveryMs, 'the look for shifts that begin', async () => {
    const now = desk.clock.now()
    const since = new Date(now.getTime() - answerWithinMs).toISOString()
    const begun = begunBetween(await schedulesThatPage(desk.db), since, now.toISOString())
    for (const one of begun.filter(one => !asked.has(nameOf(one)))) {
      await ask(desk, outside, one)
      asked.add(nameOf(one))
    }
    for (const name of asked) if (!begun.some(one => nameOf(one) === name)) asked.delete(name)
  })
}

const nameOf = ({ person, startsAt }: Begun): string => `${person} ${startsAt}`

/** Those that a policy names: who is on call elsewhere is never paged. */
async function schedulesThatPage(sql: Sql) {
  const policies = [...(await readPolicies(sql)).values()]
  const whom = policies.flatMap(({ steps, fallback }) => [
    ...steps.flatMap(step => step.notify),
    ...(fallback ? [fallback] : []),
  ])
  const named = new Set(whom.flatMap(one => ('schedule' in one ? [one.schedule] : [])))
  if (named.size === 0) return new Map()
  return new Map([...(await readSchedules(sql))].filter(([slug]) => named.has(slug)))
}

/** Nobody to ask over anything: the others hear of it at once. */
async function ask(desk: Desk, { secrets, mail }: Pick<Outside, 'secrets' | 'mail'>, begun: Begun): Promise<void> {
  const person = await personById(desk.db, begun.person)
  if (person?.kind !== 'person') return
  await inTransaction(desk.db, async tx => {
    const now = desk.clock.now()
    const channels = await channelsOf(tx, person.id, mail !== undefined)
    const tellAt = channels.length > 0 ? new Date(now.getTime() + answerWithinMs) : now
    if (await addReachCheck(tx, secrets, begun, { channels, tellAt, now })) tx.afterwards.push(() => desk.wake())
  })
}

/** One quiet page of a check; it is tried as long as an answer is waited for. */
export function performReachCheck(outside: Outside): Perform<'reach-check'> {
  return async (owed, desk, signal) => {
    const call = await testCallById(desk.db, owed.body.check)
    const id = await checkOf(desk.db, owed.body.check)
    const check = id === undefined ? undefined : await reachCheckById(desk.db, id)
    const person = call && (await personById(desk.db, call.person.id))
    const channel = call && outside.channels.get(channelOf(call.channel))
    if (!call || !check || !person || !channel) return { outcome: 'failed', answer: 'This person or channel is gone.' }
    const zone = await zoneOf(desk.db, check)
    const to = { id: person.id, name: person.name, email: person.email, contact: call.channel }
    const says = {
      severity: 'sev4' as const,
      headline: reachSays.headline(check.schedule),
      lines: reachSays.lines(check.startsAt, check.tellAt, zone),
      button: reachSays.button,
      isQuiet: true as const,
    }
    const message = testMessage(call.id, to, says, owed.repeat || owed.attempt > 1, desk, outside)
    const delivery = await handOver(owed, message, channel, desk, outside, signal)
    const isOver = delivery.outcome === 'retry' && desk.clock.at() >= check.tellAt
    return isOver ? { outcome: 'failed', answer: delivery.answer } : delivery
  }
}

async function zoneOf(sql: Sql, { schedule }: ReachCheck): Promise<string> {
  return (await readSchedules(sql)).get(schedule)?.zone ?? 'UTC'
}

/** Nobody tapped in time: who had it before, and the team, each in a word of their own. */
export const performTellTeam: Perform<'tell-team'> = async (owed, desk) => {
  const check = await reachCheckById(desk.db, owed.body.check)
  if (!check) return { outcome: 'failed', answer: 'This check is gone.' }
  if (reachState(check, desk.clock.at()) === 'confirmed') return { outcome: 'delivered', answer: 'It was answered.' }
  const zone = await zoneOf(desk.db, check)
  const team = await inTransaction(desk.db, async tx => {
    const now = desk.clock.now()
    if (!(await noteTold(tx, check.id, now))) return 0
    const { outgoing, person } = check
    if (outgoing) await oweWord(tx, outgoing.id, reachSays.toOutgoing(check, zone), now)
    const others = (await listPeople(tx)).filter(
      one => one.kind === 'person' && one.role !== 'viewer' && one.id !== person.id && one.id !== outgoing?.id,
    )
    for (const one of others) await oweWord(tx, one.id, reachSays.toTeam(check, zone), now)
    tx.afterwards.push(() => desk.wake())
    return others.length + (outgoing ? 1 : 0)
  })
  return { outcome: 'delivered', answer: `${team} told` }
}
