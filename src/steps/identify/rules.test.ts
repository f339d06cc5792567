import { expect, it } from 'vitest'
import type { Decision } from '../../incident/decision.ts'
import { isRefusal } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { entrySentence } from '../../incident/entry-sentence.ts'
import type { EventData, IncidentEvent } from '../../incident/events.ts'
import { replay } from '../../incident/replay.ts'
import type { RuleSetting } from '../../incident/rules.ts'
import { wouldHaveStopped } from '../../incident/would-have-stopped.ts'
import { confirmCause } from './cause.ts'
import { judgeCause } from './would-have-stopped.ts'

const id = (n: number) => `01999999-0000-7000-8000-00000000000${n}`
const at = (second: number) => `2026-05-04T03:00:0${second}.000Z`

/** A theory that nothing supports, under a rule that is held like this. */
function theory(setting: RuleSetting) {
  const entries: Entry[] = []
  const add = (events: IncidentEvent[], second: number) => {
    for (const event of events) {
      const seq = entries.length + 1
      const by = { kind: 'person', id: 'ana', name: 'Ana' } as const
      entries.push({ id: id(seq), incident: 'i', seq, at: at(second), by, ...event })
    }
  }
  const happened = <T extends keyof EventData>(type: T, data: EventData[T]) =>
    add([{ type, v: 1, data } as IncidentEvent], 0)
  happened('HypothesisProposed', { hypothesis: id(9), ref: 'H1', statement: 'The pool is full' })
  const confirm = (second: number): Decision => {
    const by = { kind: 'person', id: 'ana', name: 'Ana' } as const
    const ask = { id: id(8), by, at: at(second), body: { hypothesis: 'H1' } }
    const decision = confirmCause(replay(entries), ask, { rules: { 'cause-without-evidence': setting } })
    if (!isRefusal(decision)) add(decision, second)
    return decision
  }
  const waived = () =>
    happened('Waived', { rule: 'cause-without-evidence', reason: 'we saw it', effectiveAt: at(5), alone: false })
  const said = () => {
    const last = entries.at(-1)
    const pieces = last ? entrySentence(last, { nameOf: name => name, is: replay(entries) }).says : []
    return pieces.map(piece => (typeof piece === 'string' ? piece : Object.values(piece).join(''))).join('')
  }
  return { entries, confirm, waived, said, stopped: () => wouldHaveStopped(entries, [judgeCause]) }
}

it('off: a theory without evidence is confirmed, and nothing is said', () => {
  const given = theory('off')
  expect(given.confirm(0)).toEqual([{ type: 'CauseConfirmed', v: 1, data: { hypothesis: id(9) } }])
  expect(given.said()).toBe('Cause confirmed: The pool is full')
  expect(given.stopped()).toMatchObject([{ how: 'passed', what: 'H1 The pool is full', by: 'Ana' }])
})

it('advise: it is confirmed, and the timeline says that nothing supported it', () => {
  const given = theory('advise')
  given.confirm(0)
  expect(given.said()).toBe(
    'Cause confirmed: The pool is full, against the advice of the house: on a cause that nothing supports yet',
  )
  expect(given.stopped()).toMatchObject([{ how: 'advised' }])
})

it.each(['ask', 'refuse'] as const)('%s: it waits for a waiver with its reason and five seconds, once', setting => {
  const given = theory(setting)
  const no = given.confirm(0)
  expect(isRefusal(no) && no.next.at(-1)).toMatchObject({ command: 'waive', body: { reason: null } })
  given.waived()
  expect(given.confirm(3)).toMatchObject({ message: 'Your waiver takes effect in 2 s.' })
  expect(given.confirm(5)).toMatchObject([{ data: { waived: given.entries[1]?.id } }])
  expect(replay(given.entries).waivers[0]?.isUsed).toBe(true)
  expect(given.stopped()).toMatchObject([{ how: 'waived', reason: 'we saw it' }])
})
