import { expect, test } from 'vitest'
import { after, anaAndBen, given, nine, no, pressEach, when } from '../../../test/rally/in-a-room.ts'
import { happened } from '../../incident/decision.ts'
import { nextStep } from '../../incident/next-step.ts'

const k1 = '0195f000-0000-7000-8000-00000000000a'
const tenPast = '2026-03-02T09:10:00.000Z'
const call = { task: k1, ref: 'T1', what: 'Call the provider', to: 'ben', until: tenPast }
const here = [...anaAndBen, happened('Acknowledged', { person: 'ana', until: nine })]
const given1 = given(...here, happened('TaskGiven', call))

test('a task has somebody and a time box, or waits for whoever takes it', () => {
  const what = { what: 'Call the provider' }
  expect(when(given(...here), 'ana', 'give-task', { ...what, to: 'Ben', minutes: 10 })).toMatchObject([
    { type: 'TaskGiven', data: { ref: 'T1', to: 'ben', until: tenPast } },
  ])
  const free = after(given1, when(given1, 'ana', 'give-task', { what: 'Read the logs' }))
  expect(free.tasks).toMatchObject([
    { ref: 'T1', to: 'ben' },
    { ref: 'T2', what: 'Read the logs', state: 'open' },
  ])
  const taken = after(free, when(free, 'cleo', 'take-task', { task: 'T2' }), 'cleo')
  expect([taken.tasks?.length, taken.tasks?.[1]?.to]).toEqual([2, 'cleo'])
  expect(when(taken, 'cleo', 'take-task', { task: 'T2' })).toEqual([])
})

test('who watches only or is not known is given nothing; the way forward is to name somebody else', () => {
  for (const [to, code] of [
    ['vera', 'cannot-sit'],
    ['Zoe', 'unknown-person'],
  ]) {
    const refusal = no(when(given(...here), 'ana', 'give-task', { what: 'Look', to, minutes: 5 }))
    expect([refusal.code, pressEach(given(...here), 'ana', refusal, { to: 'ben' })]).toEqual([code, 1])
  }
})

test('when its time is over its owner is asked what came of it, and nobody else; ten minutes more are theirs to take', () => {
  const says = (is: typeof given1, id: string, at: string) => nextStep(is, { id, role: 'responder' }, at).says
  const asked = 'The time of T1 is over: “Call the provider”. What came of it?'
  expect([says(given1, 'ben', nine), says(given1, 'ben', tenPast), says(given1, 'ana', tenPast)]).toEqual([
    expect.not.stringContaining('T1'),
    asked,
    expect.not.stringContaining('T1'),
  ])
  const more = after(given1, when(given1, 'ben', 'take-task', { task: 'T1', minutes: 10 }, { at: tenPast }), 'ben')
  expect(more.tasks).toMatchObject([{ to: 'ben', until: '2026-03-02T09:20:00.000Z' }])
  expect(says(more, 'ben', tenPast)).not.toContain('T1')
})

test('done or dropped it is over, said once; taken up again it is a task of its own', () => {
  const done = after(given1, when(given1, 'ben', 'done-with-task', { task: 'T1', note: 'They know' }), 'ben')
  const dropped = after(given1, when(given1, 'ana', 'drop-task', { task: 'T1', reason: 'They called us' }))
  expect([done.tasks, dropped.tasks]).toMatchObject([
    [{ state: 'done', note: 'They know' }],
    [{ state: 'dropped', note: 'They called us' }],
  ])
  expect(when(done, 'ben', 'done-with-task', { task: 'T1' })).toEqual([])
  expect(when(dropped, 'ben', 'drop-task', { task: 'T1' })).toEqual([])
  const overs = [
    [done, 'drop-task'],
    [dropped, 'done-with-task'],
    [done, 'take-task'],
  ] as const
  for (const [was, command] of overs) {
    const refusal = no(when(was, 'ben', command, { task: 'T1' }))
    expect([refusal.code, pressEach(was, 'ben', refusal, {})]).toEqual(['task-over', 1])
  }
})

test('a task that is not there names those that are, else one may be given', () => {
  for (const command of ['take-task', 'done-with-task', 'drop-task'] as const)
    for (const was of [given1, given(...here)]) {
      const refusal = no(when(was, 'ben', command, { task: 'T9' }))
      expect([refusal.code, pressEach(was, 'ben', refusal, { what: 'Look' })]).toEqual(['unknown-task', 1])
    }
})
