import { describe, expect, it } from 'vitest'
import { commands } from '../../api/commands.ts'
import type { Ask, Decision, Next, Refusal } from '../../incident/decision.ts'
import { isRefusal } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import type { EventData, IncidentEvent } from '../../incident/events.ts'
import { type Incident, replay } from '../../incident/incident.ts'
import type { Artefact, Known } from '../../incident/known.ts'
import { defaultRules } from '../../incident/rules.ts'
import { changeDecisions, changeReactions } from './change.ts'
import { covers, overlaps } from './touches.ts'

const orders = 'pg:shop/shop/public.orders'
const customers = 'pg:shop/shop/public.customers'
const at = (clock: string) => `2026-05-04T${clock}.000Z`
const uuid = (n: number) => `01999999-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** A timeline to tell, a clock to move, and what the engine would load. */
function story() {
  const entries: Entry[] = []
  const artefacts = new Map<string, Artefact>()
  let now = at('03:00:00')
  let asked = 0
  const known = {
    rules: { ...defaultRules },
    artefacts,
    mayRunHere: false,
    resources: new Map([['shop', { slug: 'shop', kind: 'postgres' as const }]]),
  }
  const is = () => replay(entries)
  const add = (events: IncidentEvent[], by: string) => {
    for (const event of events) {
      const seq = entries.length + 1
      const head = {
        id: uuid(90_000 + seq),
        incident: 'i',
        seq,
        at: now,
        by: { kind: 'person', id: by, name: by } as const,
      }
      entries.push({ ...head, ...event })
    }
  }
  const ask = (by: string, command: keyof typeof changeDecisions, body: object): Decision => {
    asked += 4_096
    const checked = commands[command]?.body.parse(body)
    const one = { id: uuid(asked), by: { kind: 'person', id: by, name: by }, at: now, body: checked } as Ask<never>
    const decide = changeDecisions[command] as (was: Incident, ask: Ask<never>, known: Partial<Known>) => Decision
    const decision = decide(is(), one, known)
    if (!isRefusal(decision)) add(decision, by)
    return decision
  }
  return {
    known,
    is,
    ask,
    entries,
    clock(time: string) {
      now = at(time)
    },
    happened<T extends keyof EventData>(type: T, data: EventData[T], by = 'Ana') {
      add([{ type, v: 1, data } as IncidentEvent], by)
    },
    propose(more: object = {}, by = 'Ana'): string {
      ask(by, 'propose-change', {
        what: 'repair orders',
        intent: 'mitigation',
        kind: 'complex',
        touches: [orders],
        ...more,
      })
      return is().changes.at(-1)?.ref ?? ''
    },
    proven(covers: string[] = [orders], more: Partial<EventData['BackupVerified']> = {}) {
      const backup = uuid(500 + entries.length)
      const change = is().changes[0]?.id ?? ''
      add([{ type: 'BackupStarted', v: 1, data: { backup, change, driver: 'postgres', touches: covers } }], 'Fireline')
      const said = {
        level: 'L3' as const,
        covers,
        takenAt: now,
        digest: 'd1',
        bytes: 1,
        location: '/x',
        proof: '',
        restore: '',
      }
      const data = { backup, change, driver: 'postgres', verifiedAt: now, durationMs: 1, ...said, ...more }
      add([{ type: 'BackupVerified', v: 1, data }], 'Fireline')
      artefacts.set(backup, { digest: data.digest })
      return backup
    },
  }
}

const refusal = (decision: Decision): Refusal => {
  if (!isRefusal(decision)) throw new Error(`not refused: ${decision.map(event => event.type).join()}`)
  return decision
}
const types = (decision: Decision) => (isRefusal(decision) ? decision.code : decision.map(event => event.type).join())

describe('a complex change waits for a proven copy of what it touches', () => {
  it('is refused with the ways forward in it', () => {
    const given = story()
    const change = given.propose()
    expect(refusal(given.ask('Ana', 'apply-change', { change }))).toEqual({
      code: 'no-verified-backup',
      message: 'This touches orders. No restorable copy yet.',
      next: [
        { label: 'Prove it fully', command: 'take-backup', body: { change: given.is().changes[0]?.id } },
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

describe('commands run once, in the operator’s terminal', () => {
  const running = () => {
    const given = story()
    given.propose({ commands: ['systemctl restart web'], undo: 'systemctl stop web' })
    given.happened('TerminalShared', {
      terminal: uuid(8),
      title: 'db-1',
      host: 'db-1',
      person: 'Ana',
      recording: uuid(9),
    })
    given.proven()
    expect(types(given.ask('Ana', 'apply-change', { change: 'C1' }))).toContain('ChangeStarted')
    return given
  }
  const ran = (given: ReturnType<typeof story>, exitCode?: number, wayBack = false) =>
    given.ask('Fireline', 'change-ran', {
      change: given.is().changes[0]?.id,
      wayBack,
      how: 'in-terminal',
      results: [{ command: 'systemctl restart web', ...(exitCode !== undefined && { exitCode }) }],
    })

  it('a start owes exactly one run, in that terminal', () => {
    const given = running()
    const started = given.entries.find(entry => entry.type === 'ChangeStarted') as never
    expect(changeReactions.ChangeStarted?.(started, given.is())).toMatchObject([
      { kind: 'run-change', body: { how: 'in-terminal', terminal: uuid(8), wayBack: false } },
    ])
    expect(given.ask('Ana', 'apply-change', { change: 'C1' })).toEqual([])
    expect(types(ran(given, 0))).toBe('ChangeApplied')
    expect(ran(given, 0)).toEqual([])
  })

  it('a command that failed, or whose end nobody knows, is a failed change', () => {
    expect(types(ran(running(), 1))).toBe('ChangeFailed')
    const unknown = ran(running()) as IncidentEvent[]
    expect(unknown[0]?.data).toMatchObject({ reason: 'It is not known how "systemctl restart web" ended.' })
  })

  it('the gate decides once more when they would run: the copy has grown old, was altered, or is there', () => {
    const given = running()
    const may = () => given.ask('Fireline', 'change-may-run', { change: given.is().changes[0]?.id, wayBack: false })
    expect(may()).toEqual([])
    given.clock('03:20:00')
    expect(refusal(may()).code).toBe('no-verified-backup')
    given.clock('03:00:10')
    for (const [id] of given.known.artefacts) given.known.artefacts.set(id, { digest: 'other' })
    expect(refusal(may()).code).toBe('no-verified-backup')
  })

  it('a waiver that was spent on this start lets it run', () => {
    const given = story()
    given.known.mayRunHere = true
    given.propose({ commands: ['fix'] })
    given.ask('Ana', 'waive', { rule: 'no-verified-backup', change: 'C1', reason: 'no time' })
    given.clock('03:00:05')
    given.ask('Ana', 'apply-change', { change: 'C1' })
    expect(given.ask('Fireline', 'change-may-run', { change: given.is().changes[0]?.id, wayBack: false })).toEqual([])
  })

  it('without a terminal it is by hand, and the operator is told to run them', () => {
    const given = story()
    given.propose({ kind: 'simple', commands: ['make fix'] })
    given.ask('Ana', 'apply-change', { change: 'C1' })
    expect(given.is().changes[0]).toMatchObject({
      how: 'by-hand',
      results: [{ command: 'make fix' }],
      note: expect.stringContaining('Run these commands yourself') as string,
    })
  })

  it('the way back waits for no copy, runs the undo, and is said', () => {
    const given = running()
    ran(given, 0)
    expect(types(given.ask('Ana', 'roll-back-change', { change: 'C1' }))).toBe('ChangeStarted')
    expect(given.ask('Fireline', 'change-may-run', { change: given.is().changes[0]?.id, wayBack: true })).toEqual([])
    expect(types(ran(given, 0, true))).toBe('ChangeRolledBack')
    expect(given.ask('Ana', 'roll-back-change', { change: 'C1' })).toEqual([])
    expect(refusal(given.ask('Ana', 'apply-change', { change: 'C1' })).code).toBe('rolled-back')
  })
})

describe('copies', () => {
  it('one for each thing that is copied from, each owed once', () => {
    const given = story()
    given.propose({ touches: [orders, customers, 'dir:/etc/shop'] })
    given.ask('Ana', 'take-backup', { change: 'C1' })
    expect(given.is().backups.map(backup => [backup.driver, backup.touches])).toEqual([
      ['postgres', [orders, customers]],
      ['folder', ['dir:/etc/shop']],
    ])
    expect(given.ask('Ana', 'take-backup', { change: 'C1' })).toEqual([])
    const started = given.entries.filter(entry => entry.type === 'BackupStarted') as never[]
    const keys = started
      .flatMap(entry => changeReactions.BackupStarted?.(entry, given.is()) ?? [])
      .map(owed => owed.key)
    expect(new Set(keys).size).toBe(2)
  })

  it('what nothing can copy, or a driver cannot, is said', () => {
    const given = story()
    given.propose({ touches: ['the big one'] })
    given.propose({ touches: ['pg:other/x'] })
    given.propose()
    const code = (change: string, more: object = {}) =>
      refusal(given.ask('Ana', 'take-backup', { change, ...more })).code
    expect(code('C1')).toBe('no-driver')
    expect(code('C2')).toBe('unknown-resource')
    expect(code('C3', { driver: 'folder' })).toBe('driver-does-not-fit')
    expect(code('C3', { level: 'L4' })).toBe('level-not-offered')
    expect(code('C9')).toBe('unknown-change')
  })

  it('an outcome claims no more than was asked, and none comes twice', () => {
    const given = story()
    given.propose()
    given.ask('Ana', 'take-backup', { change: 'C1' })
    const backup = given.is().backups[0]?.id
    const proven = {
      backup,
      driver: 'postgres',
      level: 'L3',
      covers: [orders, 'pg:bank'],
      takenAt: at('04:00:00'),
      digest: 'd',
      bytes: 1,
      location: '/x',
      proof: 'equal',
      restore: 'x',
      durationMs: 1,
    }
    given.ask('Fireline', 'backup-verified', proven)
    expect(given.is().backups[0]).toMatchObject({
      covers: [orders],
      takenAt: at('03:00:00'),
      verifiedAt: at('03:00:00'),
    })
    expect(given.ask('Fireline', 'backup-failed', { backup, reason: 'no' })).toEqual([])
  })
})

describe('names of what is touched', () => {
  it.each([
    ['pg:shop/shop', orders, true],
    ['pg:shop/shop/orders', orders, true],
    ['pg:shop', orders, false],
    ['pg:shop/shop', 'pg:shop/other/public.orders', false],
    ['pg:sho', orders, false],
    ['dir:/etc', 'dir:/etc/app/x.conf', true],
    ['dir:/etc', 'dir:/etcetera', false],
    ['dir:/', 'dir:/etc', true],
    ['dir:/etc', 'dir:/etc/../root', false],
    ['pg:$(reboot)', 'pg:$(reboot)', false],
  ])('a copy of %s holds %s: %s', (copy, touch, expected) => expect(covers(copy, touch)).toBe(expected))

  it.each([
    ['pg:shop', orders, true],
    [orders, 'pg:shop/shop', true],
    [orders, customers, false],
    ['something', orders, true],
    ['dir:/etc/app', 'dir:/etc', true],
    ['dir:/etc', orders, false],
  ])('changing %s may change %s: %s', (one, other, expected) => expect(overlaps(one, other)).toBe(expected))
})

describe('every way forward leads somewhere', () => {
  const offered = (): Next[] => {
    const given = story()
    const [complex, unknown, odd] = [
      given.propose({ intent: 'fix' }),
      given.propose({ touches: [] }),
      given.propose({ touches: ['?'] }),
    ]
    given.propose({ kind: 'simple' })
    given.happened('HypothesisProposed', { hypothesis: uuid(3), ref: 'H1', statement: 'disk full' })
    for (const person of ['Ana', 'Ben']) given.happened('Joined', { person, as: 'responder' }, person)
    given.happened('LeadTaken', { person: 'Ben' })
    given.happened('KeyboardGiven', { to: 'Ben', epoch: 1 })
    given.happened('Objected', { objection: uuid(7), ref: 'O1', to: 'C4', reason: 'no' }, 'Ana')
    const asks: [string, Parameters<typeof given.ask>[1], object][] = [
      ['Ana', 'apply-change', { change: complex }],
      ['Ben', 'apply-change', { change: complex }],
      ['Ben', 'apply-change', { change: unknown }],
      ['Ben', 'apply-change', { change: odd }],
      ['Ben', 'apply-change', { change: 'C4' }],
      ['Ben', 'take-backup', { change: unknown }],
      ['Ben', 'take-backup', { change: odd }],
      ['Ben', 'take-backup', { change: complex, driver: 'folder' }],
      ['Ben', 'take-backup', { change: complex, level: 'L4' }],
      ['Ben', 'verify-change', { change: complex }],
      ['Ben', 'roll-back-change', { change: complex }],
      ['Ana', 'waive', { rule: 'no-verified-backup', change: complex, reason: 'x' }],
      ['Ben', 'waive', { rule: 'no-verified-backup', reason: 'x' }],
      ['Ben', 'waive', { rule: 'fix-without-cause', change: complex, reason: 'x' }],
      ['Ben', 'shift-traffic', { driver: 'haproxy', to: 'b', share: 5 }],
    ]
    return asks.flatMap(([by, command, body]) => refusal(given.ask(by, command, body)).next)
  }

  it('each is a command of the API whose body fits, once the person filled in what was left to them', () => {
    const filled: Record<string, unknown> = { touches: [orders] }
    const ways = offered()
    expect(ways.length).toBeGreaterThan(20)
    for (const { label, command, body } of ways) {
      const full = Object.entries(body).map(([key, value]) => [key, value ?? filled[key] ?? 'said by a person'])
      expect(label).not.toBe('')
      expect(commands[command]?.action, command).not.toBe('system')
      expect(commands[command]?.body.safeParse(Object.fromEntries(full)).error, command).toBeUndefined()
    }
  })
})
