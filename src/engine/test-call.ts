import { channelOf } from '../roster/contact-name.ts'
import type { CallMessage } from '../steps/notify/channel.ts'
import { testCallSays } from '../steps/notify/test-call.ts'
import { personById } from '../store/people.ts'
import { isTooLate, testCallById, testCallToken } from '../store/test-calls.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import type { Outside } from './outside.ts'
import type { Perform } from './perform.ts'

/** "Page me as a test": the way of a real call, its channel, its retries, the receiver's own answer; but no incident. */
export function performTestCall(outside: Outside): Perform<'test-call'> {
  return async (owed, desk, signal) => {
    const test = await testCallById(desk.db, owed.body.test)
    const person = test && (await personById(desk.db, test.person.id))
    const channel = test && outside.channels.get(channelOf(test.channel))
    if (!test || !person || !channel) return { outcome: 'failed', answer: 'This person or channel is gone.' }
    const to = { id: person.id, name: person.name, email: person.email, contact: test.channel }
    const { headline, lines, button } = testCallSays
    const says = { severity: 'sev2' as const, headline: headline(to.name), lines, button }
    const message = testMessage(test.id, to, says, owed.repeat || owed.attempt > 1, desk, outside)
    const delivery = await handOver(owed, message, channel, desk, outside, signal)
    const isOver = delivery.outcome === 'retry' && isTooLate(test, desk.clock.now())
    return isOver ? { outcome: 'failed', answer: delivery.answer } : delivery
  }
}

/** What a page that is only a test says; the rest is the same whoever asked for it. */
type TestSays = Pick<CallMessage, 'severity' | 'headline' | 'lines' | 'isQuiet'> & { button: string }

/** The page of a test call: its link and its button say that it rang, and do nothing else. */
export function testMessage(
  id: string,
  to: CallMessage['to'],
  { button, ...says }: TestSays,
  repeat: boolean,
  desk: Desk,
  { secrets, url }: Outside,
): CallMessage {
  const token = testCallToken(secrets, id)
  return {
    id,
    incident: id,
    number: 0,
    to,
    ...says,
    link: `${url()}/t/${token}`,
    ways: [],
    buttons: [{ label: button, command: 'it-rang', token }],
    repeat,
    at: desk.clock.at(),
    isTest: true,
  }
}
