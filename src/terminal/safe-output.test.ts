import headless from '@xterm/headless'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeForTerminal, safeOutput } from './safe-output.ts'

const esc = '\u001b'

/** Everything that reached for the machine of whoever looks at it: answers, titles, and strings with a meaning of their own. */
async function reachedFor(shown: string): Promise<string[]> {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true, logLevel: 'off' })
  const reached: string[] = []
  terminal.onData(data => reached.push(`answer ${JSON.stringify(data)}`))
  terminal.onTitleChange(title => reached.push(`title ${title}`))
  for (const code of [0, 2, 4, 7, 8, 9, 10, 11, 12, 50, 52, 104, 633, 777, 1337])
    terminal.parser.registerOscHandler(code, data => reached.push(`osc ${code};${data}`) > 0)
  for (const final of 'pqr|{') terminal.parser.registerDcsHandler({ final }, data => reached.push(`dcs ${data}`) > 0)
  await new Promise<void>(resolve => terminal.write(shown, resolve))
  terminal.dispose()
  return reached
}

const tricks = {
  'a clipboard': `${esc}]52;c;cm0gLXJmIC8=\u0007`,
  'a clipboard begun around a line feed': `${esc}\n]52;c;cm0gLXJmIC8=\u0007`,
  'a clipboard in one byte': `\u009d52;c;eA==\u009c`,
  'a clipboard left over from a sequence cut short': `${esc}[3\u009d52;c;eA==\u0007`,
  'a title': `${esc}]0;gotcha${esc}\\`,
  'a link': `${esc}]8;;https://evil.example${esc}\\`,
  'a question': `${esc}[6n`,
  'a question around a line feed': `${esc}[6\nn`,
  'a question around a deleted one': `${esc}[\u007f6n`,
  'a question that joins over what is left out': `${esc}${esc}]0;x\u0007[c`,
  'a question of one byte': `${esc}Z${esc}[>c${esc}[=c${esc}[?1$p${esc}[>q\u0005\u009a`,
  'a question to a device': `${esc}P$qm${esc}\\${esc}P+q544e${esc}\\`,
}

test.each(Object.entries(tricks))('%s is nothing that a watcher gets', async (_, trick) => {
  expect(await reachedFor(trick)).not.toEqual([])
  const whole = safeOutput()(`a${trick}b`)
  expect(await reachedFor(whole)).toEqual([])
  expect(await reachedFor(`a${trick}b`.split('').map(safeOutput()).join(''))).toEqual([])
})

test('text, colours, movement, margins, line drawing and the other screen are given on as they are', () => {
  const kept = [
    `${esc}[1;38;2;1;2;3m${esc}[4:3mx${esc}[0m`,
    `${esc}[2;5H${esc}[3A${esc}[2K${esc}[?1049h${esc}[?25l${esc}[2;9r`,
    `${esc}(0lqk${esc}(B${esc}7${esc}8${esc}M${esc}c${esc}#8${esc}=`,
    `${esc}[5@${esc}[2P${esc}[3X${esc}[2b${esc}[4 q${esc}[!p${esc}[1'}`,
    `é漢\u{1f525}\t\r\n\b`,
  ].join('')
  expect(safeOutput()(kept)).toBe(kept)
})

test('a line feed within a sequence comes before it, as a terminal obeys it', () => {
  expect(safeOutput()(`${esc}[3\n1mred`)).toBe(`\n${esc}[31mred`)
})

test('a sequence that no terminal knows holds nothing up', () => {
  expect(safeOutput()(`${esc}[5$6mgoes on`)).toBe('goes on')
  expect(safeOutput()(`${esc}[5\u0018goes on`)).toBe('goes on')
})

test('whatever a hostile program prints, cut anywhere, a watcher terminal answers nothing and takes nothing', async () => {
  const parts = [
    esc,
    '[',
    ']',
    'P',
    '0',
    '5',
    '6',
    ';',
    '52;c;eA==',
    '?',
    '$',
    ' ',
    '>',
    'n',
    'c',
    'p',
    'm',
    'h',
    'Z',
    'a',
  ]
  const part = fc.constantFrom(
    ...parts,
    '\\',
    '\n',
    '\u0018',
    '\u0007',
    '\u009b',
    '\u009d',
    '\u009c',
    '\u0090',
    '\u007f',
    'é',
  )
  let all = ''
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), stream => {
      const whole = safeOutput()(stream.join(''))
      expect(stream.map(safeOutput()).join('')).toBe(whole)
      all += whole
    }),
    { numRuns: 500 },
  )
  expect(await reachedFor(all)).toEqual([])
})

test('somebody who watches in a terminal of their own keeps its mouse, its paste and its keys', () => {
  const safe = safeOutput(safeForTerminal)
  const modes = ['?1000', '?1003', '?1004', '?1006', '?2004', '?2031', '?9001', '?1;1000', '2', '?1000;25']
  expect(modes.map(mode => safe(`${esc}[${mode}h`)).join('')).toBe('')
  expect(safe(`${esc}[>4;2m${esc}[>1u${esc}[5i${esc}[?1000r`)).toBe('')
  const screen = `${esc}[?1049h${esc}[?25l${esc}[4h${esc}[?7;25l${esc}[31mred`
  expect(safe(screen)).toBe(screen)
})
