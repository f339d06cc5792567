import { expect, it } from 'vitest'
import { cutOff, type Step } from './cut-off.ts'

const commands = ['systemctl stop pool', 'systemctl start pool']
const begun = (n: number): Step => ({ n, hasEnded: false, exitCode: null })
const ended = (n: number, exitCode: number | null = 0): Step => ({ n, hasEnded: true, exitCode })
const stopped = { command: 'systemctl stop pool', exitCode: 0 }

it.for<[string, Step[], object]>([
  [
    'with nothing noted it is in doubt',
    [],
    { results: [], trouble: 'Fireline stopped while this ran: it is not known whether it ran. Look, then decide.' },
  ],
  [
    'before its first command it ran nothing',
    [begun(0)],
    { results: [], trouble: 'Nothing was run: Fireline stopped right before.' },
  ],
  [
    'while the first command ran, that one is in doubt',
    [begun(0), begun(1)],
    {
      results: [],
      trouble:
        'Fireline stopped while "systemctl stop pool" ran: it is not known whether it ran, or runs still. Nothing was run before it. Look, then decide.',
    },
  ],
  [
    'between two commands it is half done',
    [begun(0), ended(1)],
    {
      results: [stopped],
      trouble: 'Half done: Fireline stopped after 1 of 2 commands had ended well. The rest was not run.',
    },
  ],
  [
    'while the second one ran, what is known of the first is told with the doubt',
    [begun(0), ended(1), begun(2)],
    {
      results: [stopped],
      trouble:
        'Fireline stopped while "systemctl start pool" ran: it is not known whether it ran, or runs still. 1 of 2 commands had ended well before it. Look, then decide.',
    },
  ],
  [
    'after a command that failed, that is what is told',
    [begun(0), ended(1, 3)],
    { results: [{ ...stopped, exitCode: 3 }], trouble: '"systemctl stop pool" ended with 3.' },
  ],
  [
    'after one of which nobody knows how it ended, that is what is told',
    [begun(0), ended(1, null)],
    {
      results: [{ command: 'systemctl stop pool' }],
      trouble: 'It is not known how "systemctl stop pool" ended.',
    },
  ],
  [
    'after the last one everything was done, and only what it printed is lost',
    [begun(0), ended(1), ended(2)],
    {
      results: [stopped, { command: 'systemctl start pool', exitCode: 0 }],
      note: 'Fireline stopped right after: what the commands printed is lost.',
    },
  ],
])('a run that was cut off: %s', ([, steps, told]) => {
  expect(cutOff(commands, steps)).toEqual(told)
})
