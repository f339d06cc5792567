import type { Desk } from '../engine/desk.ts'
import { spokenSpan } from '../roster/spoken.ts'
import { alsoOnCall, notTheirs, type Swap, stateOf } from '../roster/swap.ts'
import { onCallSays } from '../steps/notify/on-call-words.ts'
import type { Sql, Tx } from '../store/db.ts'
import { readSchedules } from '../store/on-call.ts'
import { oweWord } from '../store/on-call-words.ts'
import { addOverride } from '../store/overrides.ts'
import { declineSwap, lockSwap, takeSwap, withdrawSwap } from '../store/swaps.ts'
import { ApiError, notFound } from './answer.ts'
import { personsById } from './shift-people.ts'

export type SwapAnswer = 'take' | 'decline'

/** Yes or no of one who was asked: the same from the page behind the link, the browser and a script. The first yes has it. */
export async function answerSwap(tx: Tx, desk: Desk, id: string, person: string, answer: SwapAnswer): Promise<Swap> {
  const [now, swap] = [desk.clock.now(), await lockSwap(tx, id)]
  if (!swap) throw notFound('such swap')
  if (!swap.asked.some(one => one.person === person))
    throw new ApiError(403, 'not-allowed', 'Only who was asked answers this.')
  if (answer === 'take' && swap.takenBy === person) return swap
  await checkOpen(tx, swap, desk.clock.at())
  if (answer === 'take') await take(tx, swap, person, now)
  else await decline(tx, swap, person, now)
  tx.afterwards.push(() => desk.wake())
  return (await lockSwap(tx, id)) ?? swap
}

/** The asker takes the question back; who was asked hears that nothing changes. */
export async function withdraw(tx: Tx, desk: Desk, id: string, person: string): Promise<Swap> {
  const [now, swap] = [desk.clock.now(), await lockSwap(tx, id)]
  if (!swap) throw notFound('such swap')
  if (swap.asker !== person) throw new ApiError(403, 'not-allowed', 'Only who asked takes it back.')
  if (stateOf(swap, desk.clock.at()) === 'withdrawn') return swap
  await checkOpen(tx, swap, desk.clock.at())
  await withdrawSwap(tx, id, now)
  const { asker, when } = await wordsOf(tx, swap)
  for (const one of swap.asked.filter(one => !one.declinedAt))
    await oweWord(tx, one.person, onCallSays.swapWithdrawn(asker, swap.schedule, when), now)
  tx.afterwards.push(() => desk.wake())
  return { ...swap, withdrawnAt: now.toISOString() }
}

async function checkOpen(tx: Tx, swap: Swap, at: string): Promise<void> {
  const state = stateOf(swap, at)
  if (state === 'open' || state === 'declined') return
  const { taker, asker } = await wordsOf(tx, swap)
  const why = {
    taken: `${taker} has it already.`,
    withdrawn: `${asker} took the question back.`,
    expired: `That time has begun: it is still ${asker}'s.`,
  }
  throw new ApiError(409, 'swap-over', why[state])
}

async function take(tx: Tx, swap: Swap, person: string, now: Date): Promise<void> {
  const { asker, taker, when, schedules, people } = await wordsOf(tx, { ...swap, takenBy: person })
  const schedule = schedules.get(swap.schedule)
  if (!schedule) throw new ApiError(409, 'swap-over', `The schedule "${swap.schedule}" is gone.`)
  const changed = notTheirs(schedule, swap.asker, swap) ?? (swap.inReturn && notTheirs(schedule, person, swap.inReturn))
  if (changed) throw new ApiError(409, 'swap-over', `It was changed meanwhile: ${changed} is somebody else's now.`)
  await takeSwap(tx, swap.id, person, now)
  const on = { schedule: swap.schedule, by: swap.asker, reason: `swapped: ${asker} and ${taker}` }
  await addOverride(tx, { ...on, person, from: swap.from, to: swap.to }, now)
  if (swap.inReturn) await addOverride(tx, { ...on, person: swap.asker, ...swap.inReturn }, now)
  if (people.has(swap.asker)) await oweWord(tx, swap.asker, onCallSays.swapTaken(taker, swap.schedule, when), now)
}

async function decline(tx: Tx, swap: Swap, person: string, now: Date): Promise<void> {
  const isLast = swap.asked.every(one => one.declinedAt || one.person === person)
  const isNew = swap.asked.some(one => one.person === person && !one.declinedAt)
  await declineSwap(tx, swap.id, person, now)
  const { when } = await wordsOf(tx, swap)
  if (isLast && isNew) await oweWord(tx, swap.asker, onCallSays.swapDeclined(swap.schedule, when), now)
}

/** The names and times of a swap, as people say them; `twice`: where this person would be on call at the same time. */
export async function wordsOf(sql: Sql, swap: Swap, person = '') {
  const [schedules, people] = [await readSchedules(sql), await personsById(sql)]
  const zone = schedules.get(swap.schedule)?.zone ?? 'UTC'
  const name = (id: string | undefined) => people.get(id ?? '')?.name ?? 'Somebody'
  return {
    schedules,
    people,
    asker: name(swap.asker),
    taker: name(swap.takenBy),
    when: spokenSpan(swap, zone),
    inReturn: swap.inReturn && spokenSpan(swap.inReturn, zone),
    twice: alsoOnCall(schedules, swap.schedule, person, swap),
  }
}
