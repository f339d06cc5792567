import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Ask, type Decision, isRefusal } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import type { EventData, EventType, IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import type { Obligation } from '../../incident/obligation.ts'
import { replay } from '../../incident/replay.ts'
import type { Person } from '../../roster/person.ts'
import { whyMoot } from './moot.ts'
import { notifyDecisions, notifyReactions } from './notify.ts'
import { details, headline, say } from './say.ts'

const begin = Date.parse('2026-03-02T02:58:00.000Z')
const minute = 60_000
const person = (id: string): Person => ({ id, kind: 'person', name: id, email: `${id}@example.org`, role: 'responder' })
const people = ['ana', 'ben', 'cem'].map(person)
const [ana, ben, cem] = people as [Person, Person, Person]

/** A small house without a database: asks are decided at once, timers ring when time is moved. */
class Night {
  now = begin
  is = replay([])
  log: Entry[] = []
  timers: (Obligation & { kind: 'ask' })[] = []
  known: Known

  constructor(policy: Partial<Known['policy']> = {}, more: Partial<Known> = {}) {
    const steps = [
      { afterMs: 0, people: [ana] },
      { afterMs: 5 * minute, people: [ben] },
    ]
    this.known = {
      people: new Map(people.map(one => [one.id, one])),
      policy: { slug: 'default', steps, repeat: 0, repeatAfterMs: 5 * minute, fallback: [], zone: 'UTC', ...policy },
      channels: new Map(people.map(one => [one.id, ['ntfy', 'mail']])),
      plans: new Map(),
      service: {
        slug: 'shop',
        name: 'Shop',
        team: 'default',
        mode: 'live',
        dependsOn: [],
        stakeholders: [{ email: 's@example.org' }],
      },
      outreach: { addresses: 1, pages: 0 },
      recentChanges: [],
      onCall: new Map([['primary', ana]]),
      ...more,
    } as unknown as Known
  }

  opens(severity: Incident['severity'] = 'sev2') {
    return this.happens('IncidentOpened', {
      number: 1,
      title: 'Shop is slow',
      severity,
      service: 'shop',
      team: 'default',
      openedBy: 'alert',
      startedAt: this.at,
    })
  }
  get at() {
    return new Date(this.now).toISOString()
  }
  happens<T extends EventType>(type: T, data: EventData[T], by = 'fireline') {
    this.append([{ type, v: 1, data } as IncidentEvent], by)
    return this
  }
  asks(by: string, command: string, body: unknown = {}): Decision {
    const decide = notifyDecisions[command as keyof typeof notifyDecisions] as (
      was: Incident,
      ask: Ask<never>,
      known: Known,
    ) => Decision
    const id = `01999999-0000-7000-8000-${String(this.log.length).padStart(9, '0')}000`
    const decision = decide(
      this.is,
      { id, by: { kind: 'person', id: by, name: by }, at: this.at, body: body as never },
      this.known,
    )
    if (!isRefusal(decision)) this.append(decision, by)
    return decision
  }
  /** Moves time on; what falls due rings in order. */
  wait(ms: number) {
    const end = this.now + ms
    for (;;) {
      const due = this.timers
        .filter(one => Date.parse(one.dueAt) <= end)
        .sort((a, b) => a.dueAt.localeCompare(b.dueAt))[0]
      if (!due) break
      this.timers.splice(this.timers.indexOf(due), 1)
      this.now = Math.max(this.now, Date.parse(due.dueAt))
      this.asks('fireline', due.body.command, due.body.body)
    }
    this.now = end
    return this
  }
  /** Who was called, and at which minute. */
  get called() {
    return this.log.flatMap(one =>
      one.type === 'CallOwed' ? [`${one.data.person} ${(Date.parse(one.at) - begin) / minute}`] : [],
    )
  }
  get types() {
    return this.log.map(one => one.type)
  }
  private append(events: IncidentEvent[], by: string) {
    for (const event of events) {
      const seq = this.log.length + 1
      const entry = {
        id: `e${seq}`,
        incident: 'i',
        seq,
        at: this.at,
        by: { kind: 'person', id: by, name: by },
        ...event,
      } as Entry
      this.log.push(entry)
      this.is = replay([entry], this.is)
      const react = notifyReactions[entry.type] as ((entry: Entry, is: Incident) => Obligation[]) | undefined
      for (const owed of react?.(entry, this.is) ?? [])
        if (owed.kind === 'ask' && !this.timers.some(one => one.key === owed.key)) this.timers.push(owed)
    }
  }
}

describe('escalation', () => {
  test('calls the first one at once, the second after five minutes, and never ends in silence', () => {
    const night = new Night().opens().wait(31 * minute)
    expect(night.called).toEqual(['ana 0', 'ben 5', 'ben 10', 'ben 15', 'ben 20', 'ben 25', 'ben 30'])
  })

  test('goes the rounds that the policy asks for, then the fallback until somebody answers', () => {
    const night = new Night({ repeat: 1, fallback: [cem] }).opens().wait(30 * minute)
    expect(night.called).toEqual(['ana 0', 'ben 5', 'ana 10', 'ben 15', 'cem 20', 'cem 25', 'cem 30'])
  })

  test('stops on acknowledge; when that lapses, whoever had it and who is on call are called again', () => {
    const night = new Night().opens().wait(6 * minute)
    night.asks('ben', 'acknowledge')
    expect(night.is).toMatchObject({ acknowledgedBy: 'ben', lead: 'ben', operator: 'ben' })
    night.wait(29 * minute)
    expect(night.called).toEqual(['ana 0', 'ben 5'])
    night.wait(minute)
    expect(night.called).toEqual(['ana 0', 'ben 5', 'ana 36', 'ben 36'])
    night.wait(5 * minute)
    expect(night.called.at(-1)).toBe('ben 41')
  })

  test('acknowledging again extends the quiet, and at once changes nothing', () => {
    const night = new Night().opens().wait(0)
    night.asks('ana', 'acknowledge')
    expect(night.asks('ana', 'acknowledge')).toEqual([])
    night.wait(20 * minute)
    expect(night.asks('ana', 'acknowledge')).toMatchObject([{ type: 'Acknowledged' }])
    night.wait(29 * minute)
    expect(night.called).toEqual(['ana 0'])
  })

  test('"I cannot" calls the next one at once; with nobody left it says so and goes on', () => {
    const night = new Night().opens().wait(minute)
    night.asks('ana', 'i-cannot', { note: 'on a train' })
    expect(night.called).toEqual(['ana 0', 'ben 1'])
    night.asks('ben', 'i-cannot')
    expect(night.is.nobodyToCall).toContain('nobody else')
    expect(night.asks('ben', 'i-cannot')).toEqual([])
    night.wait(10 * minute)
    expect(night.called.slice(2)).not.toEqual([])
  })

  test('nobody there is said once in red, and the first person who comes is called', () => {
    const night = new Night({ steps: [{ afterMs: 0, people: [] }] }).opens().wait(21 * minute)
    expect(night.types.filter(type => type === 'NobodyToCall')).toHaveLength(1)
    expect(night.is.escalation?.reachedNobody).toBe(true)
    night.known.policy.steps = [{ afterMs: 0, people: [ana] }]
    night.wait(5 * minute)
    expect(night.called).toEqual(['ana 25'])
    expect(night.is.nobodyToCall).toBeUndefined()
  })

  test('a step that reaches nobody is passed over, and a fallback closes a gap at once', () => {
    const passed = new Night({
      steps: [
        { afterMs: 0, people: [] },
        { afterMs: minute, people: [ben] },
      ],
    })
      .opens()
      .wait(0)
    expect(passed.called).toEqual(['ben 0'])
    const gap = new Night({ steps: [{ afterMs: 0, people: [] }], fallback: [cem] }).opens().wait(0)
    expect(gap.called).toEqual(['cem 0'])
  })

  test('sev4 and watch-only wake nobody', () => {
    expect(new Night().opens('sev4').wait(60 * minute).called).toEqual([])
    const service = { ...new Night().known.service, mode: 'watch-only' as const }
    const watched = new Night({}, { service }).opens('sev1').wait(60 * minute)
    expect(watched.types).toEqual(['IncidentOpened'])
  })

  test('a worse alert that joins pages again, even when somebody has it', () => {
    const night = new Night().opens('sev3').wait(0)
    night.asks('ben', 'acknowledge')
    night.happens('AlertsJoined', { count: 1, first: 'a', alerts: ['a'], bySeverity: {}, severity: 'sev1' }).wait(0)
    expect(night.called).toEqual(['ana 0', 'ana 0', 'ben 0'])
    night.happens('AlertsJoined', { count: 1, first: 'b', alerts: ['b'], bySeverity: {}, severity: 'sev1' }).wait(0)
    expect(night.called).toHaveLength(3)
  })

  const alert = (id: string, severity: string, title = id) => ({
    alert: id,
    fingerprint: id,
    signature: id,
    title,
    severity,
    service: 'shop',
    source: 'Prometheus',
    startedAt: new Date(begin).toISOString(),
    labels: {},
    annotations: {},
  })
  const critical = alert('disk', 'critical', 'The disk is full')
  const joins = { count: 1, first: 'a', alerts: ['disk'], bySeverity: {}, severity: 'sev2' as const, said: [critical] }

  test('who is woken by an alert that joined hears of that one, not of what opened the incident', () => {
    const night = new Night().opens('sev4').happens('AlertReceived', alert('pod', 'warning', 'A pod waits'))
    night.happens('AlertsJoined', joins).wait(0)
    const calls = night.log.flatMap(one => (one.type === 'CallOwed' ? [one.data.reason] : []))
    expect(calls).toEqual([say.fired('The disk is full')])
  })

  test('once only standing warnings fire, nobody is called any more, and the next worse one calls anew', () => {
    const night = new Night().opens('sev4').happens('AlertsJoined', joins).wait(minute)
    night.happens('AlertsRecovered', { alerts: ['disk'], stillFiring: 12, worst: 'sev4' }).wait(60 * minute)
    expect(night.called).toEqual(['ana 0'])
    night.happens('AlertsJoined', joins).wait(0)
    expect(night.called).toEqual(['ana 0', 'ana 61'])
  })

  test('a quiet that lapses when nothing fires any more that wakes anybody, wakes nobody', () => {
    const night = new Night().opens().wait(0)
    night.asks('ana', 'acknowledge')
    night.happens('AlertsRecovered', { alerts: ['disk'], stillFiring: 3, worst: 'sev4' }).wait(60 * minute)
    expect(night.called).toEqual(['ana 0'])
    expect(night.is.acknowledgedBy).toBeUndefined()
    night.happens('AlertsJoined', joins).wait(0)
    expect(night.called).toEqual(['ana 0', 'ana 60'])
    const worse = new Night().opens().wait(0)
    worse.asks('ana', 'acknowledge')
    worse.happens('AlertsRecovered', { alerts: ['disk'], stillFiring: 3, worst: 'sev3' }).wait(30 * minute)
    expect(worse.called).toEqual(['ana 0', 'ana 30'])
  })

  test('who still works on it is not asked again: the quiet goes on until half an hour after their last move', () => {
    const night = new Night().opens().wait(0)
    night.asks('ana', 'acknowledge')
    const { acknowledgedAt } = night.is
    night.wait(10 * minute)
    night.known.lastMoved = night.at
    night.wait(25 * minute)
    expect(night.called).toEqual(['ana 0'])
    expect(night.is.acknowledgedAt).toBe(acknowledgedAt)
    expect(night.is.until).toBe(new Date(begin + 40 * minute).toISOString())
    night.wait(5 * minute)
    expect(night.called).toEqual(['ana 0', 'ana 40'])
    expect(night.types).toContain('AcknowledgementExpired')
  })

  test('what is open again after its quiet ended pages again', () => {
    const night = new Night().opens().wait(0)
    night.asks('ana', 'acknowledge')
    night.happens('Resolved', { how: 'person' }).wait(60 * minute)
    expect(night.called).toEqual(['ana 0'])
    night.happens('Reopened', {}).wait(0)
    expect(night.called).toEqual(['ana 0', 'ana 60'])
    expect(night.is.acknowledgedBy).toBeUndefined()
  })

  test('raising the severity of what nobody has pages; the one who has it is not paged for their own word', () => {
    const night = new Night().opens('sev4').wait(minute)
    night.asks('cem', 'set-severity', { severity: 'sev1' })
    expect(night.called).toEqual(['ana 1'])
    night.asks('ana', 'acknowledge')
    night.asks('ana', 'set-severity', { severity: 'sev2' })
    expect(night.called).toEqual(['ana 1'])
  })

  test('property: whatever people do, steps fire once and in order, and an open incident that nobody has always has a next call', () => {
    const step = fc.oneof(
      fc.record({ wait: fc.integer({ min: 1, max: 20 * minute }) }),
      fc.record({ who: fc.constantFrom('ana', 'ben', 'cem'), what: fc.constantFrom('acknowledge', 'i-cannot') }),
      fc.record({ severity: fc.constantFrom('sev1', 'sev2', 'sev3') }),
    )
    const policy = fc.record({
      repeat: fc.integer({ min: 0, max: 2 }),
      repeatAfterMs: fc.constantFrom(minute, 5 * minute),
      steps: fc
        .array(fc.record({ afterMs: fc.integer({ min: 0, max: 10 * minute }), people: fc.subarray(people) }), {
          minLength: 1,
          maxLength: 4,
        })
        .map(steps => steps.sort((a, b) => a.afterMs - b.afterMs)),
      fallback: fc.subarray([cem]),
    })
    fc.assert(
      fc.property(policy, fc.array(step, { maxLength: 20 }), (some, acts) => {
        const night = new Night(some).opens().wait(0)
        for (const act of acts) {
          if ('wait' in act) night.wait(act.wait)
          else if ('who' in act) night.asks(act.who, act.what)
          else night.asks('cem', 'set-severity', { severity: act.severity })
          const { next } = night.is.escalation ?? {}
          const rings = night.timers.some(one => one.body.command === 'escalate' && one.dueAt === next?.dueAt)
          if (!night.is.acknowledgedBy) expect(rings).toBe(true)
        }
        const fired = night.log.flatMap(one => (one.type === 'EscalationStepped' && one.data.step >= 0 ? [one] : []))
        const places = fired.map(({ data }) => [data.run ?? 0, data.round, data.step] as const)
        const ordered = [...places].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
        expect(places).toEqual(ordered)
        expect(new Set(places.map(String)).size).toBe(places.length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a silence that covers everything that fires', () => {
  const silenced = (minutes: number) => ({
    silence: 's1',
    kind: 'silence' as const,
    reason: 'new disks',
    createdBy: 'cem',
    until: new Date(begin + minutes * minute).toISOString(),
  })

  test('holds the next step until it ends, and what fell due meanwhile is due then', () => {
    const night = new Night().opens().wait(minute)
    night.known.silenced = silenced(20)
    night.asks('fireline', 'weigh-silence')
    night.wait(18 * minute)
    expect(night.called).toEqual(['ana 0'])
    expect(night.is.held?.until).toBe(silenced(20).until)
    night.known.silenced = undefined
    night.wait(2 * minute)
    expect(night.called).toEqual(['ana 0', 'ben 20'])
    expect(night.is.held).toBeUndefined()
    expect(night.types.filter(type => type.startsWith('EscalationH') || type === 'EscalationResumed')).toEqual([
      'EscalationHeld',
      'EscalationResumed',
    ])
  })

  test('that ends before the next step was due changes nothing; one that is longer now holds on', () => {
    const night = new Night().opens().wait(minute)
    night.known.silenced = silenced(3)
    night.asks('fireline', 'weigh-silence')
    night.known.silenced = silenced(4)
    night.wait(2 * minute)
    night.known.silenced = undefined
    night.wait(30 * 1_000)
    expect(night.is.held?.until).toBe(silenced(4).until)
    night.wait(minute)
    expect(night.is.held).toBeUndefined()
    expect(night.called).toEqual(['ana 0'])
    night.wait(minute)
    expect(night.called).toEqual(['ana 0', 'ben 5'])
  })

  test('lets nobody through but who is asked for; who takes it ends the hold', () => {
    const night = new Night().opens().wait(minute)
    night.known.silenced = silenced(60)
    night.asks('fireline', 'weigh-silence')
    night.asks('ana', 'page', { person: 'cem' })
    expect(night.called).toEqual(['ana 0', 'cem 1'])
    night.asks('ben', 'acknowledge')
    expect(night.is.held).toBeUndefined()
    expect(night.asks('fireline', 'weigh-silence')).toEqual([])
  })

  test('holds the end of a quiet too: whoever had it is asked when the silence is over', () => {
    const night = new Night().opens().wait(0)
    night.asks('ana', 'acknowledge')
    night.known.silenced = silenced(45)
    night.wait(44 * minute)
    expect(night.called).toEqual(['ana 0'])
    expect(night.is.acknowledgedBy).toBe('ana')
    night.known.silenced = undefined
    night.wait(minute)
    expect(night.called).toEqual(['ana 0', 'ana 45'])
  })

  test('ends with the first alert that it does not cover', () => {
    const night = new Night().opens().wait(minute)
    night.known.silenced = silenced(60)
    night.asks('fireline', 'weigh-silence')
    night.wait(9 * minute)
    night.known.silenced = undefined
    night.happens('AlertsJoined', { count: 1, first: 'a', alerts: ['a'], bySeverity: {}, severity: 'sev2' }).wait(0)
    expect(night.called).toEqual(['ana 0', 'ben 10'])
  })
})

describe("people's own rules", () => {
  const quiet = { zone: 'UTC', steps: [], quiet: [{ days: [], from: '22:00', to: '07:00', lets: 'sev1' as const }] }
  const due = (night: Night) =>
    night.is.calls.map(one => `${one.person} ${one.channel} ${one.dueAt?.slice(11, 16) ?? 'at once'}`)

  test('delays: the second channel is owed for later, and called at once when the first is down', () => {
    const night = new Night()
    const steps = [
      { channel: 'ntfy', afterMs: 0 },
      { channel: 'mail', afterMs: 2 * minute },
    ]
    night.known.plans = new Map([['ana', { ...quiet, quiet: [], steps }]])
    night.opens().wait(0)
    expect(due(night)).toEqual(['ana ntfy at once', 'ana mail 03:00'])
    const [first, second] = night.is.calls
    expect(whyMoot(night.is, second!)).toBeUndefined()
    night.asks('fireline', 'channel-down', { call: first?.id })
    expect(due(night)).toEqual(['ana ntfy at once', 'ana mail 03:00', 'ana mail at once'])
    expect(night.is.calls[2]?.insteadOf).toBe(first?.id)
    expect(whyMoot(night.is, second!)).toBe('No longer needed: this channel was called earlier.')
    night.asks('fireline', 'channel-down', { call: first?.id })
    expect(night.is.calls).toHaveLength(3)
    night.asks('fireline', 'record-call', { call: second?.id, outcome: 'failed', answer: 'n', isMoot: true })
    expect(night.is.calls[1]).toMatchObject({ state: 'failed', moot: true })
  })

  test('quiet hours: the next person is called at once, and who is quiet in the morning', () => {
    const night = new Night({
      steps: [
        { afterMs: 0, people: [ana, cem] },
        { afterMs: 5 * minute, people: [ben] },
      ],
    })
    night.known.plans = new Map([['ana', quiet]])
    night.opens().wait(0)
    expect(due(night)).toEqual(['ana ntfy 07:00', 'cem ntfy at once'])
    const alone = new Night()
    alone.known.plans = new Map([['ana', quiet]])
    alone.opens().wait(0)
    expect(due(alone)).toEqual(['ben ntfy at once'])
    const worst = new Night()
    worst.known.plans = new Map([['ana', quiet]])
    worst.opens('sev1').wait(0)
    expect(due(worst)).toEqual(['ana ntfy at once'])
  })

  test('quiet hours give way when nobody else can be woken, to who asks by hand, and for who had it', () => {
    const plans = new Map([
      ['ana', quiet],
      ['ben', quiet],
    ])
    const night = new Night()
    night.known.plans = plans
    night.opens().wait(0)
    expect(due(night)).toEqual(['ana ntfy at once'])
    night.asks('cem', 'page', { person: 'ben' })
    expect(due(night).at(-1)).toBe('ben ntfy at once')
    const lapsed = new Night({ steps: [{ afterMs: 0, people: [cem] }] })
    lapsed.known.plans = plans
    lapsed.opens().wait(0)
    lapsed.asks('ben', 'acknowledge')
    lapsed.wait(30 * minute)
    expect(due(lapsed)).toEqual(['cem ntfy at once', 'cem ntfy at once', 'ben ntfy at once'])
  })
})

describe('channels of one person', () => {
  test('one that fails makes way for the next, once', () => {
    const night = new Night().opens().wait(0)
    const call = night.is.calls[0]?.id
    night.asks('fireline', 'channel-down', { call })
    expect(night.is.calls.map(one => one.channel)).toEqual(['ntfy', 'mail'])
    expect(night.asks('fireline', 'channel-down', { call })).toEqual([])
    expect(night.asks('fireline', 'record-call', { call, outcome: 'failed', answer: '550' })).toMatchObject([
      { type: 'CallFailed' },
    ])
    expect(night.asks('fireline', 'record-call', { call, outcome: 'handed over', answer: 'late' })).toEqual([])
  })
})

describe('those who must know', () => {
  test('hear it by themselves after ten minutes in which nobody has it, once', () => {
    const night = new Night().opens().wait(9 * minute)
    expect(night.types).not.toContain('StakeholdersTold')
    night.wait(20 * minute)
    expect(night.types.filter(type => type === 'StakeholdersTold')).toHaveLength(1)
  })

  test('are left to the one who has it', () => {
    const night = new Night().opens().wait(minute)
    night.asks('ana', 'acknowledge')
    expect(night.wait(20 * minute).types).not.toContain('StakeholdersTold')
    night.asks('ana', 'tell-stakeholders', {})
    expect(night.log.at(-1)?.data).toMatchObject({
      addresses: 1,
      text: 'Something is wrong with Shop since 02:58 UTC. We are working on it. You will hear from us.',
    })
    expect(night.asks('ana', 'tell-stakeholders', {})).toEqual([])
  })

  test('a promised update that is due reminds the lead; one that was kept does not', () => {
    const night = new Night().opens().wait(0)
    night.asks('ana', 'acknowledge')
    const update = (inMs: number) => ({
      text: 'On it',
      audience: 'stakeholders',
      nextUpdateDueAt: new Date(night.now + inMs).toISOString(),
    })
    night.asks('ana', 'post-update', update(10 * minute))
    night.wait(5 * minute).asks('ana', 'post-update', update(15 * minute))
    night.wait(10 * minute)
    expect(night.called).toEqual(['ana 0'])
    night.wait(5 * minute)
    expect(night.is.calls.at(-1)).toMatchObject({ person: 'ana', reason: say.updateDue })
  })
})

describe('the next word', () => {
  const told = (severity: Incident['severity'], body: object = {}) => {
    const night = new Night().opens(severity).wait(0)
    night.asks('ana', 'acknowledge')
    night.asks('ana', 'post-update', { text: 'On it', audience: 'stakeholders', ...body })
    return night
  }
  const minutesTo = ({ is }: Night) =>
    is.nextUpdateDueAt && (Date.parse(is.nextUpdateDueAt) - Date.parse(is.updates[0]?.at ?? '')) / minute

  test('is promised within half an hour on sev1, an hour on sev2, and not at all for what is small or when nothing was to be promised', () => {
    const due = (['sev1', 'sev2', 'sev3', 'sev4'] as const).map(severity => minutesTo(told(severity)))
    expect(due).toEqual([30, 60, undefined, undefined])
    expect(minutesTo(told('sev1', { nextUpdateDueAt: null }))).toBeUndefined()
    const byItself = new Night().opens('sev1').wait(10 * minute)
    expect(byItself.is.nextUpdateDueAt).toBe(new Date(begin + 40 * minute).toISOString())
  })

  test('is asked of somebody else in the room first, then of the lead, then of whom the policy names, and then no more', () => {
    const night = told('sev1')
    night.happens('Joined', { person: 'ana', as: 'responder' })
    night.happens('Joined', { person: 'leo', as: 'observer' })
    night.happens('Joined', { person: 'ben', as: 'responder' })
    night.happens('LeadTaken', { person: 'ana' }).wait(29 * minute)
    expect(night.called).toEqual(['ana 0'])
    night.known.policy = {
      ...night.known.policy,
      steps: [
        { afterMs: 0, people: [ana, ben] },
        { afterMs: 0, people: [cem] },
      ],
    }
    night.asks('ana', 'acknowledge')
    night.asks('ana', 'snooze', { untilAt: new Date(night.now + 120 * minute).toISOString() })
    night.wait(60 * minute)
    expect(night.called).toEqual(['ana 0', 'ben 30', 'ana 35', 'cem 40'])
    expect(night.is.calls.map(one => one.reason)).toEqual([say.first, say.updateDueHere, say.updateDue, say.updateLate])
    expect(details(night.is, say.updateLate, 'UTC')).toContain(
      'A draft: shop has not worked as it should since 02:58 UTC. We are still looking for the cause.',
    )
  })

  test('alone it is asked of the one who has it, then of others; while nobody has it nobody is asked, and whoever takes it is reminded', () => {
    const alone = told('sev1').wait(45 * minute)
    expect(alone.called.filter(one => one.startsWith('ben'))).toContain('ben 35')
    const nobodys = new Night({ steps: [{ afterMs: 0, people: [ana] }] }).opens('sev1').wait(45 * minute)
    expect(nobodys.is.calls.map(one => one.reason)).not.toContain(say.updateDue)
    nobodys.asks('ana', 'acknowledge')
    expect(nobodys.wait(6 * minute).is.calls.at(-1)).toMatchObject({ person: 'ana', reason: say.updateDue })
  })

  test("somebody's own words stand on the timeline as an update, also when everyone is told by one tap", () => {
    const night = new Night().opens('sev3').wait(0)
    night.asks('ana', 'tell-stakeholders', { text: 'Search is slow' })
    expect(night.is.updates).toMatchObject([{ text: 'Search is slow', audience: 'stakeholders' }])
    expect(night.types.slice(-2)).toEqual(['UpdatePosted', 'StakeholdersTold'])
  })
})

describe('the last word', () => {
  const over = () => {
    const night = new Night().opens('sev2').wait(0)
    night.asks('ana', 'acknowledge')
    night.asks('ana', 'tell-stakeholders')
    return night.wait(20 * minute).happens('Resolved', { how: 'person' })
  }
  const texts = ({ log }: Night) => log.flatMap(one => (one.type === 'StakeholdersTold' ? [one.data.text] : []))

  test('goes to everyone who was told, five minutes after it is over', () => {
    const night = over().wait(4 * minute)
    expect(texts(night)).toHaveLength(1)
    expect(texts(night.wait(60 * minute)).slice(1)).toEqual(['Shop works again; it is over since 03:18 UTC.'])
  })

  test.each([
    ['no-verified-backup', 'without a proven copy'],
    ['touches-unknown', 'without saying what it touches'],
  ])(
    'each word to them names who went without a copy since the one before, once, and no status page does: %s',
    (rule, how) => {
      const night = new Night().opens('sev2').wait(0)
      night.asks('ana', 'tell-stakeholders')
      night.wait(minute)
      const effectiveAt = new Date(night.now + 5_000).toISOString()
      const waived = { change: 'C1', reason: 'rebuilt from events', effectiveAt, alone: false }
      night
        .happens('Waived', { ...waived, rule }, 'ana')
        .happens('Waived', { ...waived, rule: 'open-objection' }, 'ana')
      night.wait(minute).asks('ana', 'post-update', { text: 'Orders are back.', audience: 'stakeholders' })
      night.wait(minute).asks('ana', 'post-update', { text: 'All good.', audience: 'stakeholders' })
      const said = `Said by Fireline: at 02:59 UTC ana went ahead ${how}. Their reason: rebuilt from events`
      expect(texts(night).slice(1)).toEqual([`Orders are back.\n\n${said}`, 'All good.'])
      expect(night.is.updates.map(one => one.text)).toEqual(['Orders are back.', 'All good.'])
    },
  )

  test('is left to whoever says it in their own words, and to nobody while it burns again', () => {
    const said = over()
    said.asks('ana', 'post-update', { text: 'All good.', audience: 'stakeholders' })
    expect(texts(said.wait(60 * minute)).slice(1)).toEqual(['All good.'])
    const again = over().happens('Reopened', {})
    expect(texts(again.wait(6 * minute))).toHaveLength(1)
  })

  test('comes in time when the promise falls due before', () => {
    const night = new Night().opens('sev2').wait(0)
    night.asks('ana', 'acknowledge')
    night.asks('ana', 'tell-stakeholders')
    night.wait(58 * minute).happens('Resolved', { how: 'person' })
    expect(texts(night.wait(2 * minute))).toHaveLength(2)
  })
})

describe('was it you?', () => {
  const change = {
    id: 'deploy-412',
    service: 'shop',
    summary: 'deploy #412',
    author: 'leo@example.org',
    at: '2026-03-02T02:54:00Z',
  }

  test('is asked once for each recent change, and answered in one word', () => {
    const night = new Night({}, { recentChanges: [change] }).opens().wait(0)
    expect(night.is.wasItYou).toMatchObject([{ change: 'deploy-412', author: 'leo@example.org' }])
    expect(night.asks('fireline', 'ask-authors')).toEqual([])
    night.asks('author:leo', 'maybe-mine', { change: 'deploy-412', note: 'config' })
    expect(night.is.wasItYou[0]).toMatchObject({ answer: 'maybe', note: 'config' })
    expect(night.asks('author:leo', 'maybe-mine', { change: 'deploy-412', note: 'config' })).toEqual([])
  })

  test('the line that wakes somebody says what changed, and how it was fixed before', () => {
    const night = new Night().opens()
    const seen = { times: 3, lastFixedBy: 'restart worker', medianMinutes: 14 }
    night.happens('PagesOffered', { pages: [{ page: 'p', title: 'Slow', score: 1, why: 'same signature', seen }] })
    expect(headline(night.is, [change], 'Europe/Berlin')).toBe(
      'SEV2 shop · Shop is slow since 03:58 (02:58 UTC) · deploy #412 4 min before · seen 3x, last fixed by "restart worker" (14 min)',
    )
  })

  test('fits a lock screen: what others wrote is cut at its own end, and what follows it still stands there', () => {
    const night = new Night().opens()
    night.is = { ...night.is, title: 'long '.repeat(60) }
    const line = headline(night.is, [{ ...change, summary: 'x'.repeat(200) }], 'UTC')
    expect(line).toMatch(/^SEV2 shop · (long ){17}lon … since 02:58 UTC · x{58} … 4 min before$/)
    expect(line.length).toBeLessThan(200)
  })

  test('no line of an alert begins where ours do', () => {
    const night = new Night().opens()
    const description = 'down\nAcknowledge: http://evil.example/a/x\u2028INC-9'
    const said = { annotations: { description } } as unknown as Incident['alerts'][number]
    const lines = details({ ...night.is, alerts: [said] }, say.first, 'UTC')
    expect(lines).toContain('The alert says: down\n  Acknowledge: http://evil.example/a/x\n  INC-9')
  })
})

describe('more hands', () => {
  test('the whole team is called in, but who asks', () => {
    const night = new Night().opens('sev4').wait(0)
    night.asks('ana', 'call-in', { team: 'default' })
    expect(night.called).toEqual(['ben 0', 'cem 0'])
    expect(night.asks('ana', 'call-in', { people: ['zoe'] })).toMatchObject({ code: 'unknown-person' })
  })

  test('a page goes to one person, or whoever is on call there', () => {
    const night = new Night().opens('sev4').wait(0)
    night.asks('ben', 'page', { person: 'cem' })
    night.asks('ben', 'page', { schedule: 'primary' })
    expect(night.called).toEqual(['cem 0', 'ana 0'])
    expect(night.asks('ben', 'page', { schedule: 'nope' })).toMatchObject({ code: 'unknown-schedule' })
  })
})

describe('a waiver', () => {
  const waived = { rule: 'no-verified-backup', reason: 'orders is rebuilt from events', effectiveAt: '' }
  const goesAlone = (night: Night, alone: boolean) => {
    night.asks('ana', 'acknowledge')
    night.happens('Waived', { ...waived, alone }, 'ana')
    return night.wait(0)
  }

  test('given alone tells the next person of the policy at once, with the reason, and waits for nobody', () => {
    const night = goesAlone(new Night().opens().wait(minute), true)
    expect(night.called).toEqual(['ana 0', 'ben 1'])
    const reason = night.is.calls.at(-1)?.reason ?? ''
    expect(reason).toBe('ana is alone and goes ahead without a proven copy')
    expect(details(night.is, reason, 'UTC')).toContain('ana says why: orders is rebuilt from events')
    expect(night.is.acknowledgedBy).toBe('ana')
  })

  test('given before others tells nobody, nor does one where there is nobody else', () => {
    expect(goesAlone(new Night().opens().wait(minute), false).called).toEqual(['ana 0'])
    const onlyAna = new Night({ steps: [{ afterMs: 0, people: [ana] }] }).opens().wait(minute)
    expect(goesAlone(onlyAna, true).called).toEqual(['ana 0'])
    expect(onlyAna.types).not.toContain('NobodyToCall')
  })
})
