import { describe, expect, it } from 'vitest'
import { at, customers, orders, refusal, story, types, uuid } from '../../../test/change-story.ts'

describe('a complex change waits for a proven copy of what it touches', () => {
  it('is refused with the ways forward in it', () => {
    const given = story()
    const change = given.propose()
    expect(refusal(given.ask('Ana', 'apply-change', { change }))).toEqual({
      code: 'no-verified-backup',
      message: 'This touches orders. No restorable copy yet.',
      next: [
        { label: 'Prove it fully', command: 'take-backup', body: { change: given.is().changes[0]?.id, proof: 'full' } },
        {
          label: 'Go without, say why',
          command: 'waive',
          body: { rule: 'no-verified-backup', change: given.is().changes[0]?.id, reason: null },
        },
      ],
    })
  })

  it('goes ahead with one, and says which', () => {
    const given = story()
    const change = given.propose()
    const backup = given.proven()
    expect(types(given.ask('Ana', 'apply-change', { change }))).toBe('Joined,LeadTaken,KeyboardGiven,ChangeApplied')
    expect(given.is().changes[0]).toMatchObject({ state: 'applied', how: 'by-hand', backup })
  })

  it('a simple change and one that was applied already are asked for nothing', () => {
    const given = story()
    const change = given.propose({ kind: 'simple' })
    expect(types(given.ask('Ana', 'apply-change', { change }))).toContain('ChangeApplied')
    expect(given.ask('Ana', 'apply-change', { change })).toEqual([])
  })

  const lacking: [string, (given: ReturnType<typeof story>) => void, string][] = [
    ['an old one', given => (given.proven(), given.clock('03:15:01')), 'No restorable copy since 03:00 UTC.'],
    ['one of another table', given => given.proven([customers]), 'No restorable copy yet.'],
    [
      'one that was only read',
      given => given.proven([orders], { level: 'L2' }),
      'not proven far enough: this needs L3',
    ],
    ['one whose file is gone', given => given.known.artefacts.set(given.proven(), {}), 'is gone or cannot be read'],
    ['one altered since', given => given.known.artefacts.set(given.proven(), { digest: 'd2' }), 'was altered after'],
    ['one of which nothing is known', given => given.known.artefacts.delete(given.proven()), 'is gone'],
    ['one from the future', given => given.proven([orders], { takenAt: at('03:00:01') }), 'No restorable copy since'],
    ['one of files', given => given.proven(['dir:/']), 'No restorable copy yet.'],
  ]
  it.each(lacking)('%s does not count', (_, lack, says) => {
    const given = story()
    const change = given.propose()
    lack(given)
    const no = refusal(given.ask('Ana', 'apply-change', { change }))
    expect(no).toMatchObject({ code: 'no-verified-backup', message: expect.stringContaining(says) as string })
  })

  it('names what is not covered yet', () => {
    const given = story()
    const change = given.propose({ touches: [orders, customers] })
    given.proven()
    const no = refusal(given.ask('Ana', 'apply-change', { change }))
    expect(no.message).toBe('This touches orders and customers. No restorable copy of customers yet.')
  })

  it('a copy of the database covers its tables, until one of them was changed', () => {
    const given = story()
    const change = given.propose()
    given.proven(['pg:shop/shop'])
    expect(types(given.ask('Ana', 'apply-change', { change }))).toContain('ChangeApplied')
    expect(refusal(given.ask('Ana', 'apply-change', { change: given.propose() })).code).toBe('no-verified-backup')
  })

  it('a copy of a table does not cover its neighbour', () => {
    const given = story()
    const change = given.propose({ touches: ['pg:shop/shop/public.orders_old'] })
    given.proven([orders])
    expect(refusal(given.ask('Ana', 'apply-change', { change })).code).toBe('no-verified-backup')
  })

  it('each change of a resource voids the copies from before it', () => {
    const given = story()
    const [first, second] = [given.propose({ kind: 'simple' }), given.propose()]
    given.proven()
    given.clock('03:01:00')
    given.ask('Ana', 'apply-change', { change: first })
    const no = refusal(given.ask('Ana', 'apply-change', { change: second }))
    expect(no.message).toContain('It was changed after the copy of 03:00 UTC.')
    given.clock('03:02:00')
    given.proven()
    expect(types(given.ask('Ana', 'apply-change', { change: second }))).toContain('ChangeApplied')
  })

  it('one that does not say what it touches may touch anything', () => {
    const given = story()
    const change = given.propose({ touches: [] })
    given.proven()
    expect(refusal(given.ask('Ana', 'apply-change', { change })).code).toBe('touches-unknown')
    expect(refusal(given.ask('Ana', 'take-backup', { change })).code).toBe('touches-unknown')
  })

  it('climbing out of a copied folder is not covered by its copy', () => {
    const given = story()
    const change = given.propose({ touches: ['dir:/srv/app/../../etc'] })
    given.proven(['dir:/srv/app'])
    expect(refusal(given.ask('Ana', 'apply-change', { change })).code).toBe('no-verified-backup')
  })
})

describe('a waiver', () => {
  it('takes effect after five seconds, opens the gate once, and never applies anything itself', () => {
    const given = story()
    const change = given.propose()
    const waive = { rule: 'no-verified-backup', change, reason: 'orders is rebuilt from events' }
    expect(types(given.ask('Ana', 'waive', waive))).toBe('Joined,LeadTaken,KeyboardGiven,Waived')
    expect(given.is().waivers[0]).toMatchObject({ alone: true, effectiveAt: at('03:00:05') })
    given.clock('03:00:02')
    expect(given.ask('Ana', 'waive', waive)).toEqual([])
    const soon = refusal(given.ask('Ana', 'apply-change', { change }))
    expect([soon.code, soon.message]).toEqual(['no-verified-backup', 'Your waiver takes effect in 3 s.'])
    expect(soon.next.map(next => next.command)).toEqual(['apply-change'])
    given.clock('03:00:05')
    expect(types(given.ask('Ana', 'apply-change', { change }))).toBe('ChangeApplied')
    expect(given.is().changes[0]?.waived).toBe(given.is().waivers[0]?.id)
    const other = given.propose()
    expect(refusal(given.ask('Ana', 'apply-change', { change: other })).code).toBe('no-verified-backup')
  })

  it('is used up by a run that failed', () => {
    const given = story()
    const change = given.propose({ commands: ['fix-it'] })
    given.known.mayRunHere = true
    given.ask('Ana', 'waive', { rule: 'no-verified-backup', change, reason: 'no time' })
    given.clock('03:00:05')
    given.ask('Ana', 'apply-change', { change })
    const ran = {
      change: given.is().changes[0]?.id,
      wayBack: false,
      how: 'by-agent',
      results: [{ command: 'fix-it', exitCode: 3 }],
    }
    expect(types(given.ask('Fireline', 'change-ran', ran))).toBe('ChangeFailed')
    expect(refusal(given.ask('Ana', 'apply-change', { change })).code).toBe('no-verified-backup')
  })

  it("is the lead's alone, and of a rule that can be waived", () => {
    const given = story()
    const change = given.propose()
    for (const person of ['Ana', 'Ben']) given.happened('Joined', { person, as: 'responder' }, person)
    given.happened('LeadTaken', { person: 'Ben' }, 'Ben')
    const waive = (rule: string) => given.ask('Ana', 'waive', { rule, change, reason: 'because' })
    expect(refusal(waive('no-verified-backup'))).toMatchObject({
      code: 'only-the-lead',
      message: expect.stringContaining('Ben') as string,
    })
    expect(refusal(waive('only-the-operator')).code).toBe('not-waivable')
    expect(refusal(given.ask('Ben', 'waive', { rule: 'no-verified-backup', reason: 'x' })).code).toBe('which-change')
    expect(() => given.ask('Ben', 'waive', { rule: 'no-verified-backup', change, reason: '  ' })).toThrow()
  })
})

describe('who applies', () => {
  it('only the operator does, and gives or takes the keyboard are the ways forward', () => {
    const given = story()
    const change = given.propose({ kind: 'simple' })
    for (const person of ['Ana', 'Ben']) given.happened('Joined', { person, as: 'responder' }, person)
    given.happened('KeyboardGiven', { to: 'Ben', epoch: 1 })
    const no = refusal(given.ask('Ana', 'apply-change', { change }))
    expect([no.code, no.message]).toEqual(['only-the-operator', 'Ben has the keyboard.'])
    expect(types(given.ask('Ben', 'apply-change', { change }))).toBe('ChangeApplied')
    expect(refusal(given.ask('Ana', 'roll-back-change', { change })).code).toBe('only-the-operator')
  })

  it('nobody waits for who is not there: alone, whoever acts has the seats', () => {
    const given = story()
    const change = given.propose({ kind: 'simple' })
    given.happened('Joined', { person: 'Ben', as: 'responder' }, 'Ben')
    given.happened('LeadTaken', { person: 'Ben' })
    given.happened('KeyboardGiven', { to: 'Ben', epoch: 1 })
    given.happened('Left', { person: 'Ben' })
    expect(types(given.ask('Ana', 'apply-change', { change }))).toBe('Joined,LeadTaken,KeyboardGiven,ChangeApplied')
    expect(given.is()).toMatchObject({ lead: 'Ana', operator: 'Ana', epoch: 2 })
  })
})

describe('objections and causes', () => {
  it('an open objection is answered, or overruled with a reason', () => {
    const given = story()
    const change = given.propose({ kind: 'simple' })
    given.happened('Objected', { objection: uuid(7), ref: 'O1', to: change, reason: 'it loses carts' }, 'Ben')
    const no = refusal(given.ask('Ana', 'apply-change', { change }))
    expect([no.code, no.message]).toEqual(['open-objection', 'Ben objects: it loses carts'])
    expect(no.next.map(next => next.label)).toEqual(['Answer it', 'Overrule, say why'])
    given.ask('Ana', 'waive', { rule: 'open-objection', change, reason: 'carts are kept in the browser' })
    given.clock('03:00:06')
    expect(types(given.ask('Ana', 'apply-change', { change }))).toContain('ChangeApplied')
  })

  it('a fix without a cause is marked and goes ahead; a mitigation is not even marked', () => {
    const given = story()
    given.propose({ intent: 'fix', kind: 'simple' })
    given.propose({ intent: 'mitigation', kind: 'simple' })
    given.happened('HypothesisProposed', { hypothesis: uuid(3), ref: 'H1', statement: 'disk full' })
    given.happened('CauseConfirmed', { hypothesis: uuid(3) })
    given.propose({ intent: 'fix', kind: 'simple', restsOn: { cause: 'H1' } })
    expect(given.is().changes.map(change => change.advice)).toEqual([['fix-without-cause'], undefined, undefined])
    expect(given.is().changes[2]?.restsOn).toEqual({ cause: uuid(3) })
    expect(types(given.ask('Ana', 'apply-change', { change: 'C1' }))).toContain('ChangeApplied')
  })

  it('a team may hold the rules otherwise', () => {
    const given = story()
    const change = given.propose({ intent: 'fix' })
    given.known.rules['no-verified-backup'] = 'advise'
    given.known.rules['fix-without-cause'] = 'refuse'
    expect(refusal(given.ask('Ana', 'apply-change', { change })).code).toBe('fix-without-cause')
    given.known.rules['fix-without-cause'] = 'off'
    expect(types(given.ask('Ana', 'apply-change', { change }))).toContain('ChangeApplied')
  })
})
