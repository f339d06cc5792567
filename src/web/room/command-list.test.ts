import { expect, test } from 'vitest'
import type { Incident } from '../../incident/incident.ts'
import { commandList } from './command-list.ts'

const ran = { terminal: 't1', durationMs: 20, exitCode: 0 }
const is = {
  terminals: [{ id: 't1', host: 'db-1' }],
  commands: [
    { ...ran, entry: 'e2', command: 'df -h', startedAt: '2026-03-02T09:01:00.000Z', kind: 'look' },
    {
      ...ran,
      entry: 'e3',
      command: 'rm old',
      startedAt: '2026-03-02T09:03:00.000Z',
      kind: 'change',
      outside: true,
      host: 'db-2',
    },
    {
      ...ran,
      entry: 'e4',
      command: './see',
      startedAt: '2026-03-02T09:04:00.000Z',
      kind: 'look',
      judgedBy: 'Ana',
      outside: true,
      from: 'screen',
    },
  ],
  noted: [
    {
      id: 'n1',
      entry: 'e5',
      command: 'drain web-1',
      kind: 'change',
      at: '2026-03-02T09:02:00.000Z',
      person: 'ben',
      by: 'Ben',
    },
  ],
} as unknown as Incident

test('the last command comes first, whoever told it, with the host it ran on', () => {
  expect(commandList(is).map(({ id, host, how }) => [id, host, how])).toEqual([
    ['e4', 'db-1', 'screen'],
    ['e3', 'db-2', 'marks'],
    ['n1', undefined, 'hand'],
    ['e2', 'db-1', 'marks'],
  ])
})

test('what a person says only looked is not outside the gate any more', () => {
  expect(
    commandList(is)
      .filter(one => one.isOutside)
      .map(one => one.id),
  ).toEqual(['e3'])
})
