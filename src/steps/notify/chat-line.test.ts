import { expect, it } from 'vitest'
import { readChatLine } from './chat-line.ts'
import { roomName } from './chat-words.ts'

const at = '2026-11-12T03:04:00.000Z'
const read = (line: string) => readChatLine(line, at)

it('short words stand for what is asked most', () => {
  expect(read('ack')).toEqual({ wish: 'ask', command: 'acknowledge', body: {} })
  expect(read('ack INC-12')).toEqual({ wish: 'ask', command: 'acknowledge', incident: 'INC-12', body: {} })
  expect(read('sev inc-3 SEV1 nobody can pay')).toMatchObject({
    incident: 'inc-3',
    body: { severity: 'sev1', reason: 'nobody can pay' },
  })
  expect(read('snooze 30m')).toMatchObject({ command: 'snooze', body: { untilAt: '2026-11-12T03:34:00.000Z' } })
  expect(read('theory it is 5 x the cache')).toMatchObject({ body: { statement: 'it is 5 x the cache' } })
  expect(read('declare sev2 on checkout Nobody can pay')).toEqual({
    wish: 'declare',
    body: { title: 'Nobody can pay', severity: 'sev2', service: 'checkout' },
  })
  expect(read('declare Shop is slow')).toMatchObject({ body: { title: 'Shop is slow', severity: 'sev3' } })
})

it('everything else goes by its name, with values as in the terminal or as JSON', () => {
  expect(read('rule-out hypothesis=H2 reason=“it answers, I’m sure”')).toMatchObject({
    command: 'rule-out',
    body: { hypothesis: 'H2', reason: "it answers, I'm sure" },
  })
  expect(read('propose-change INC-1 {"what":"a b","touches":[]}')).toMatchObject({
    incident: 'INC-1',
    body: { what: 'a b', touches: [] },
  })
  expect(read('resolve {"summary":"x"}')).toMatchObject({ command: 'resolve', body: { summary: 'x' } })
  expect(read('rule-out H2')).toMatchObject({ wish: 'unclear', says: expect.stringContaining('name=value') as string })
  expect(read('rule-out {')).toMatchObject({ wish: 'unclear' })
  expect([read(''), read('help me'), read('constructor')].map(one => one.wish)).toEqual(['help', 'help', 'ask'])
})

it("a room's name is one that every chat takes; a drill says so", () => {
  const of = (title: string, drill?: true) => roomName({ number: 12, title, drill })
  expect(of('Shop is SLOW: 42 % errors!')).toBe('inc-12-shop-is-slow-42-errors')
  expect(of('Café Zürich', true)).toBe('drill-12-cafe-zurich')
  expect(of('火事')).toBe('inc-12')
  expect(of('x'.repeat(500))).toMatch(/^inc-12-x{53}$/)
})
