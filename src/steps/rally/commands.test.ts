import { expect, test } from 'vitest'
import { type Ask, type Decision, happened } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import { commandRan, judgeCommand, noteCommand } from './commands.ts'

const ana = { kind: 'person', id: 'ana', name: 'Ana' } as const
const nine = '2026-03-02T09:00:00.000Z'
const terminal = '0195f000-0000-7000-8000-00000000000a'
const db1 = happened('TerminalShared', { terminal, title: 'bash', host: 'db-1', person: 'ana', recording: 'r' })

function given(events: IncidentEvent[], was?: Incident): Incident {
  const seq = was?.seq ?? 0
  const entries = events.map((event, n) => ({
    ...event,
    id: `e${seq + n + 1}`,
    incident: 'inc',
    seq: seq + n + 1,
    at: nine,
    by: ana,
  }))
  return replay(entries, was)
}

const ran = (command: string, nth?: number, second = 0) => ({
  terminal,
  command,
  startedAt: new Date(Date.parse(nine) + second * 1_000).toISOString(),
  durationMs: 10,
  offset: 100 + (nth ?? 0),
  ...(nth && { nth }),
})
const ben = { person: 'ben', name: 'Ben', hasAccess: true, isOnCall: true }
const ask = <T>(body: T): Ask<T> => ({ id: 'note-1', by: ana, at: nine, body })
const tell = (is: Incident, body: ReturnType<typeof ran> & { denied?: true }) =>
  commandRan(is, ask(body), { whoMay: [ben] }) as IncidentEvent[]

test('a command that ran says whether it only looked, and a change that nobody asked Fireline for is outside the gate', () => {
  const is = given([db1])
  expect(tell(is, ran('df -h'))[0]?.data).toMatchObject({ command: 'df -h', kind: 'look' })
  expect(tell(is, ran('sudo systemctl restart web'))[0]?.data).toMatchObject({ kind: 'change', outside: true })
  expect(tell(is, { ...ran('systemctl restart web'), denied: true })[0]?.data).not.toHaveProperty('outside')
  // What its account may not do names who is on call.
  expect(tell(is, { ...ran('cat /etc/shadow'), denied: true })[0]?.data).toMatchObject({
    denied: true,
    whoMay: ['ben'],
  })
  expect(tell(is, ran('cat /etc/shadow'))[0]?.data).not.toHaveProperty('whoMay')
  // What is not known is a change, and is not accused.
  expect(tell(is, ran('./repair.sh'))[0]?.data).not.toHaveProperty('outside')
  expect(tell(is, ran('./repair.sh'))[0]?.data).toMatchObject({ kind: 'change' })
})

test('what a change of Fireline names, or what is typed while one is done by hand, is not outside', () => {
  const proposed = happened('ChangeProposed', {
    change: 'c1',
    ref: 'C1',
    what: 'restart web',
    intent: 'mitigation',
    kind: 'simple',
    touches: [],
    commands: ['systemctl  restart web;'],
  })
  const is = given([db1, proposed])
  expect(tell(is, ran('systemctl restart web'))[0]?.data).not.toHaveProperty('outside')
  expect(tell(is, ran('systemctl stop web'))[0]?.data).toHaveProperty('outside')
  const byHand = given([happened('ChangeApplied', { change: 'c1', how: 'by-hand', results: [] })], is)
  expect(tell(byHand, ran('systemctl stop web'))[0]?.data).not.toHaveProperty('outside')
})

test('of a thousand commands within a minute thirty are told one by one, the others counted, none twice', () => {
  let is = given([db1])
  const hear = (nth: number, second: number) => {
    const events = tell(is, ran(`echo ${nth}`, nth, second))
    is = given(events, is)
    return events.map(event => event.type)
  }
  for (let nth = 1; nth <= 1_000; nth++) hear(nth, nth / 20)
  const entries = is.seq
  expect(is.commands.length).toBe(30)
  expect(entries).toBeLessThan(40)
  // Told again after a break of the line: nothing new.
  for (let nth = 1; nth <= 600; nth++) hear(nth, nth / 20)
  expect(is.seq).toBe(entries)
  expect(hear(1_001, 200)).toEqual(['CommandsMore', 'CommandRan'])
  expect(is.commandsMore).toEqual({ [terminal]: 970 })
  expect(hear(1_002, 201)).toEqual(['CommandRan'])
})

test('a command is noted by hand, with a time that has been and without what nobody should read', () => {
  const told = {
    command: 'kubectl delete pod web-1 --token=ghp_0123456789abcdefghijklmnopqrstuvwxyzAB',
    at: '2026-03-02T10:00:00Z',
  }
  const [noted] = noteCommand(given([db1]), ask(told), {}) as IncidentEvent[]
  expect(noted).toMatchObject({ type: 'CommandNoted', data: { note: 'note-1', kind: 'change', at: nine } })
  expect(JSON.stringify(noted)).not.toContain('ghp_0123456789')
  const [looked] = noteCommand(
    given([db1]),
    ask({ command: './look.sh', kind: 'look' as const, host: 'web-2', exitCode: 3 }),
    {},
  ) as IncidentEvent[]
  expect(looked?.data).toMatchObject({ kind: 'look', host: 'web-2', exitCode: 3 })
})

test('a person’s word on a command counts, once; a command that nobody knows offers the last ones', () => {
  const is = given([db1, ...tell(given([db1]), ran('./repair.sh'))])
  const judge = (was: Incident, command: string, kind: 'look' | 'change'): Decision =>
    judgeCommand(was, ask({ command, kind }), {})
  expect(judge(is, 'e9', 'look')).toMatchObject({
    code: 'unknown-command',
    next: [{ label: '“./repair.sh” only looked', body: { command: 'e2', kind: 'look' } }],
  })
  // The same as the guess: now a person says so.
  expect(judge(is, 'e2', 'change')).toMatchObject([{ type: 'CommandJudged' }])
  const judged = given([happened('CommandJudged', { command: 'e2', kind: 'look' })], is)
  expect(judge(judged, 'e2', 'look')).toEqual([])
  expect(judged.commands[0]).toMatchObject({ kind: 'look', judgedBy: 'Ana' })
})
