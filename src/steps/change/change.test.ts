import { describe, expect, it } from 'vitest'
import { at, customers, orders, refusal, story, types, uuid } from '../../../test/change-story.ts'
import { commands } from '../../api/commands.ts'
import type { Next } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { covers, overlaps } from '../../incident/touches.ts'
import { changeReactions } from './change.ts'
import { planOf } from './plan.ts'

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
    expect(changeReactions.flatMap(one => one.ChangeStarted?.(started, given.is()) ?? [])).toMatchObject([
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
    const may = () => given.mayRun()
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
    expect(given.mayRun()).toEqual([])
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
    expect(given.mayRun()).toEqual([])
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
      .flatMap(entry => changeReactions.flatMap(one => one.BackupStarted?.(entry, given.is()) ?? []))
      .map(owed => owed.key)
    expect(new Set(keys).size).toBe(2)
  })

  it('one for each part that a program of your own copies; a file of SQLite has to be named as one', () => {
    const given = story()
    given.propose({ touches: ['own:vault/keys', 'own:vault/leases'] })
    given.ask('Ana', 'take-backup', { change: 'C1' })
    expect(given.is().backups.map(backup => [backup.driver, backup.touches])).toEqual([
      ['own', ['own:vault/keys']],
      ['own', ['own:vault/leases']],
    ])
    given.propose({ touches: ['lite:shop'] })
    expect(refusal(given.ask('Ana', 'take-backup', { change: 'C2' })).message).toContain('how to reach lite:shop.')
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

  it('L4 is for a database as a whole that has a question to answer', () => {
    const given = story()
    given.known.resources.set('shop', { slug: 'shop', kind: 'postgres', smoke: true })
    given.propose({ touches: ['pg:shop'] })
    given.propose({ touches: ['pg:shop', 'pg:shop/shop/orders'] })
    expect(types(given.ask('Ana', 'take-backup', { change: 'C1', level: 'L4' }))).toBe('BackupStarted')
    expect(refusal(given.ask('Ana', 'take-backup', { change: 'C2', level: 'L4' })).code).toBe('level-not-offered')
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

describe('a start is approved for exactly what it runs, once', () => {
  const begun = (given: ReturnType<typeof story>) => {
    expect(types(given.ask('Ana', 'apply-change', { change: 'C1' }))).toContain('ChangeStarted')
    const started = given.entries.findLast(entry => entry.type === 'ChangeStarted') as never
    const [owed] = changeReactions.flatMap(one => one.ChangeStarted?.(started, given.is()) ?? [])
    return owed?.body as { change: string; wayBack: boolean; how: 'by-agent'; plan: string }
  }
  const fresh = () => {
    const given = story()
    given.known.mayRunHere = true
    given.propose({ kind: 'simple', touches: [], commands: ['systemctl restart web'], undo: 'systemctl stop web' })
    return given
  }
  const ended = (given: ReturnType<typeof story>, body: object, exitCode: number) =>
    given.ask('Fireline', 'change-ran', { ...body, results: [{ command: 'systemctl restart web', exitCode }] })

  it('an approval of an earlier start is none for the next, and its outcome is not the next one’s', () => {
    const given = fresh()
    const first = begun(given)
    expect(given.ask('Fireline', 'change-may-run', first)).toEqual([])
    expect(types(ended(given, first, 1))).toBe('ChangeFailed')
    given.clock('03:00:20')
    const second = begun(given)
    expect(second.plan).not.toBe(first.plan)
    expect(refusal(given.ask('Fireline', 'change-may-run', first)).code).toBe('other-plan')
    expect(ended(given, first, 0)).toEqual([])
    expect(given.ask('Fireline', 'change-may-run', second)).toEqual([])
    expect(types(ended(given, second, 0))).toBe('ChangeApplied')
  })

  it('another place, the way back in its stead, or no plan at all is not what was approved', () => {
    const given = fresh()
    const owed = begun(given)
    const { plan: _, ...bare } = owed
    for (const other of [{ ...owed, how: 'in-terminal', terminal: uuid(8) }, { ...owed, wayBack: true }, bare])
      expect(refusal(given.ask('Fireline', 'change-may-run', other)).code).toBe('other-plan')
  })

  it('behind an ssh to another host nothing is typed, and it is said before and after', () => {
    const given = story()
    given.propose({ kind: 'simple', touches: [], commands: ['uptime'] })
    const where = { terminal: uuid(8), title: 'db-1', host: 'db-1', person: 'Ana', recording: uuid(9) }
    given.happened('TerminalShared', where)
    const ran = { terminal: uuid(8), recording: uuid(9), startedAt: at('02:59:00'), durationMs: 1, command: 'ls' }
    given.happened('CommandRan', { ...ran, host: 'web-2' })
    const plan = () => {
      const [change] = given.is().changes
      if (!change) throw new Error('no change')
      const ask = { id: uuid(1), by: { kind: 'person', id: 'Ana', name: 'Ana' } as const, at: at('03:00:00'), body: {} }
      return planOf(given.is(), change, ask, given.known)
    }
    expect([plan().how, plan().says[0]]).toEqual(['by-hand', expect.stringContaining('is on web-2 now') as string])
    // The line of the ssh itself comes when it has ended: the prompt is its own again.
    given.happened('CommandRan', { ...ran, command: 'ssh web-2' })
    expect(plan()).toMatchObject({ how: 'in-terminal', host: 'db-1', commands: ['uptime'], unprotected: [] })
  })
})
