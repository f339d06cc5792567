import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeReader } from './escapes.ts'
import { promptOnScreen } from './prompt-on-screen.ts'
import { screenCommands } from './screen-commands.ts'

/** A screen of which each step is what was printed or, in `{ keys }`, typed; a second apart. */
function seen(...steps: (string | { keys: string })[]) {
  const reader = escapeReader()
  const screen = screenCommands({ nonce: 'n1', nested: 'n2' }, () => 80)
  return steps.flatMap((step, n) => {
    const now = () => ({ at: new Date(n * 1_000), ms: n * 1_000, offset: n, person: 'ana' })
    if (typeof step === 'string') return reader.read(step).flatMap(piece => screen.heard(piece, now))
    screen.typed(step.keys)
    return []
  })
}
const ran = (all: ReturnType<typeof seen>) => all.flatMap(one => ('ran' in one ? [one.ran] : []))
const enter = { keys: '\r' }

test.each([
  ['ben@db-1:~/logs$ ls -l', 'ls -l'],
  ['[ben@db-1 ~]$ uptime', 'uptime'],
  ['root@web-1 /var# du -s .', 'du -s .'],
  ['(venv) ana@x:~$ python -V', 'python -V'],
  ['ana@db-1:/srv/[old]$ pwd', 'pwd'],
  ['ana@mac ~ % top', 'top'],
  ['db-1:~# id', 'id'],
  ['bash-5.2$ id', 'id'],
  ['/ # ps', 'ps'],
  ['shop=> select 1;', 'select 1;'],
  ['shop=# vacuum;', 'vacuum;'],
  ['mysql> show tables;', 'show tables;'],
  ['MariaDB [shop]> show tables;', 'show tables;'],
  ['10.0.0.7:6379> get a', 'get a'],
  ['router1#show ip route', 'show ip route'],
  ['router1(config)#no shutdown', 'no shutdown'],
  ['$ id', 'id'],
  ['>>> import os', 'import os'],
])('%s', (row, line) => {
  expect(promptOnScreen(row)?.line).toBe(line)
})

test.each([
  'Password: x',
  'Continue? [Y/n] y',
  '50% done',
  '--More--',
  '#### 10%',
  '-rw-r--r-- 1 ben ben',
  'total: 5 > 4',
])('no prompt: %s', row => expect(promptOnScreen(row)).toBeUndefined())

test('a line behind a prompt that waited is a command, over when such a prompt waits again; how it ended is not said', () => {
  const all = seen(
    'welcome\r\nben@db-1:~$ ',
    'df',
    { keys: 'df' },
    ' -h',
    enter,
    '\r\nFilesystem\r\n',
    '98% /var\r\nben@db-1:/var$ ',
  )
  expect(all[0]).toEqual({ started: 'df -h' })
  expect(ran(all)).toEqual([
    {
      command: 'df -h',
      person: 'ana',
      from: 'screen',
      startedAt: '1970-01-01T00:00:05.000Z',
      durationMs: 1_000,
      offset: 5,
    },
  ])
})

test('a line is what is left of it after editing; pasted with its Enter it counts as well', () => {
  const edited = seen('$ ', 'rm -rf x', '\b\u001b[K', '\b\b\b\b\b\b\b\u001b[Kls', enter, '\r\n', '$ ')
  expect(ran(edited).map(one => one.command)).toEqual(['ls'])
  const pasted = seen(
    '\u001b[01;32mben@db-1\u001b[00m:~$ ',
    { keys: 'uptime\r' },
    'uptime\r\n 12:00 up\r\nben@db-1:~$ ',
  )
  expect(ran(pasted).map(one => one.command)).toEqual(['uptime'])
})

test('what is printed and looks like a prompt is none; a blank in front, a password and leaving are kept off', () => {
  expect(
    seen('ben@db-1:~$ ', 'cat log', enter, '\r\nben@db-1:~$ rm -rf /\r\nroot@x:~# reboot\r\n', 'ben@db-1:~$ '),
  ).toHaveLength(2)
  expect(seen('ben@db-1:~$ ', ' secret', enter, '\r\n', 'ben@db-1:~$ ')).toEqual([])
  expect(seen('Password: ', enter, '\r\nshop=> ', '\\q', enter, '\r\n')).toEqual([])
})

test('where marks tell nothing is read; within what runs there it is, and an ssh names its host', () => {
  const mark = (said: string, nonce = 'n1') => `\u001b]633;${said};${nonce}\u0007`
  const own = [mark('A;'), 'ana@here:~$ ', mark('B;'), 'ssh db-1', enter, mark('E;ssh ana@db-1'), mark('C;'), '\r\n']
  const there = ['ana@db-1:~$ ', 'uptime', enter, '\r\nup 3 days\r\n', 'ana@db-1:~$ ', 'reboot', enter, '\r\n']
  expect(ran(seen(...own, ...there, mark('D;255')))).toMatchObject([
    { command: 'uptime', host: 'db-1', from: 'screen' },
    { command: 'reboot', host: 'db-1' },
  ])
  const marked = [mark('A;', 'n2'), 'ana@db-1:~$ ', mark('B;', 'n2'), 'uptime', enter, '\r\n', 'ana@db-1:~$ ']
  expect(ran(seen(...own, ...marked))).toEqual([])
})

test('nobody types, nothing is told, whatever is printed', () => {
  const bits = fc.constantFrom(
    'ben@db-1:~$ ',
    '$ ',
    'shop=> ',
    '\r\n',
    '\n',
    'rm -rf /',
    '\u001b[K',
    '\u001b[2J',
    '\u001b[?1049h',
    'x',
  )
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 40 }), printed => {
      expect(seen(...printed)).toEqual([])
    }),
  )
})
