import { describe, expect, it } from 'vitest'
import { refusal, story, types, uuid } from '../../../test/change-story.ts'
import type { RuleName, RuleSetting } from '../../incident/rules.ts'
import { wouldHaveStopped } from '../../incident/would-have-stopped.ts'
import { judgeChange } from './would-have-stopped.ts'

type Story = ReturnType<typeof story>

/** For each rule of the gate, a change that does not follow it. */
const against: Record<Exclude<RuleName, 'cause-without-evidence'>, (given: Story) => string> = {
  'no-verified-backup': given => given.propose(),
  'open-objection': given => {
    const change = given.propose({ kind: 'simple' })
    given.happened('Objected', { objection: uuid(7), ref: 'O1', to: change, reason: 'it loses carts' }, 'Ben')
    return change
  },
  'fix-without-cause': given => given.propose({ kind: 'simple', intent: 'fix' }),
}
const rules = Object.keys(against) as (keyof typeof against)[]

/** Ana leads, Ben has the keyboard, Cleo is there. */
function inCompany(rule: keyof typeof against, setting: RuleSetting) {
  const given = story()
  given.known.rules[rule] = setting
  for (const person of ['Ana', 'Ben', 'Cleo']) given.happened('Joined', { person, as: 'responder' }, person)
  given.happened('LeadTaken', { person: 'Ana' })
  given.happened('KeyboardGiven', { to: 'Ben', epoch: 1 })
  return { given, change: against[rule](given) }
}

describe.each(rules)('%s', rule => {
  it('off: passes, and nothing is said', () => {
    const { given, change } = inCompany(rule, 'off')
    expect(types(given.ask('Ben', 'apply-change', { change }))).toBe('ChangeApplied')
    expect(given.is().changes[0]?.advice).toBeUndefined()
    expect(given.entries.at(-1)?.data).not.toHaveProperty('advice')
  })

  it('advise: passes, and the entry says what was not followed', () => {
    const { given, change } = inCompany(rule, 'advise')
    expect(types(given.ask('Ben', 'apply-change', { change }))).toBe('ChangeApplied')
    expect(given.entries.at(-1)?.data).toMatchObject({ advice: [rule] })
    expect(given.is().changes[0]?.advice).toEqual([rule])
    expect(refusal(given.ask('Ana', 'waive', { rule, change, reason: 'x' })).code).toBe('nothing-in-the-way')
  })

  it('ask: waits for a reason by whoever applies it, and five seconds', () => {
    const { given, change } = inCompany(rule, 'ask')
    expect(refusal(given.ask('Ben', 'apply-change', { change })).code).toBe(rule)
    expect(refusal(given.ask('Cleo', 'waive', { rule, change, reason: 'x' })).code).toBe('only-the-lead')
    expect(types(given.ask('Ben', 'waive', { rule, change, reason: 'no time' }))).toBe('Waived')
    given.clock('03:00:04')
    expect(refusal(given.ask('Ben', 'apply-change', { change })).message).toBe('Your waiver takes effect in 1 s.')
    given.clock('03:00:05')
    expect(types(given.ask('Ben', 'apply-change', { change }))).toBe('ChangeApplied')
    expect(given.is().changes[0]?.waived).toBe(given.is().waivers[0]?.id)
  })

  it('refuse: says no, and the lead alone may go without', () => {
    const { given, change } = inCompany(rule, 'refuse')
    const no = refusal(given.ask('Ben', 'apply-change', { change }))
    expect(no.code).toBe(rule)
    expect(no.next.map(next => next.command)).toContain('waive')
    expect(refusal(given.ask('Ben', 'waive', { rule, change, reason: 'x' })).code).toBe('only-the-lead')
    given.ask('Ana', 'waive', { rule, change, reason: 'no time' })
    given.clock('03:00:05')
    expect(types(given.ask('Ben', 'apply-change', { change }))).toBe('ChangeApplied')
  })

  it('looking back, it would have stopped what went ahead, and says how that went', () => {
    const hows = (['off', 'advise', 'ask'] as const).map(setting => {
      const { given, change } = inCompany(rule, setting)
      if (setting === 'ask') given.ask('Ben', 'waive', { rule, change, reason: 'no time' })
      given.clock('03:00:05')
      given.ask('Ben', 'apply-change', { change })
      return wouldHaveStopped(given.entries, [judgeChange])
    })
    const [off, advise, ask] = hows
    expect(off).toEqual([
      expect.objectContaining({
        rule,
        by: 'Ben',
        seq: expect.any(Number) as number,
        how: expect.any(String) as string,
      }),
    ])
    expect(advise?.[0]?.how).toBe('advised')
    expect(ask?.[0]).toMatchObject({ how: 'waived', reason: 'no time' })
  })
})

it('looking back on a change that followed the rules finds nothing', () => {
  const given = story()
  const change = given.propose()
  given.proven()
  given.ask('Ana', 'apply-change', { change })
  expect(given.is().changes[0]?.state).toBe('applied')
  expect(wouldHaveStopped(given.entries, [judgeChange])).toEqual([])
})

it('what Fireline ran counts once, when it began', () => {
  const given = story()
  given.known.mayRunHere = true
  given.known.rules['no-verified-backup'] = 'off'
  const change = given.propose({ commands: ['fix-it'] })
  given.ask('Ana', 'apply-change', { change })
  const results = [{ command: 'fix-it', exitCode: 0 }]
  const ran = { change: given.is().changes[0]?.id, wayBack: false, how: 'by-agent', results }
  given.ask('Fireline', 'change-ran', ran)
  expect(given.is().changes[0]?.state).toBe('applied')
  expect(wouldHaveStopped(given.entries, [judgeChange])).toMatchObject([{ how: 'passed', what: 'C1 repair orders' }])
})
