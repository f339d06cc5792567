import { expect, test } from 'vitest'
import { behindSsh } from './behind-ssh.ts'

const say = (kind: string, said = '', nonce = 'n1') => `\u001b]633;${kind};${said};${nonce}\u0007`
const run = (line: string, nonce = 'n1') =>
  `$ ${line}\r\n${say('E', line, nonce)}${say('P', 'Cwd=/', nonce)}${say('C', '', nonce)}`
const after = (...pieces: string[]) => {
  const behind = behindSsh()
  for (const piece of pieces) behind.heard(piece)
  return behind.host()
}

test('behind an ssh the prompt is that host’s, with marks there or without, until its own shell is back', () => {
  const there = [run('uptime'), say('D', '0'), run('cd /; ssh -p 22 ana@web-2'), 'web-2$ ']
  expect(after(...there)).toBe('web-2')
  const marked = [...there, run('ls', 'n2'), say('D', '0', 'n2'), say('A', '', 'n2')]
  expect([after(...marked), after(...marked, say('D', '130')), after(...marked, say('A'))]).toEqual([
    'web-2',
    undefined,
    undefined,
  ])
})

test('a host that says its name counts where the line to it was not heard', () => {
  const behind = [say('E', 'ls', 'n2'), say('P', 'Host=db-9', 'n2'), say('C', '', 'n2'), say('D', '0', 'n2')]
  expect([after(...behind), after(...behind, say('D', '0'))]).toEqual(['db-9', undefined])
})

test.each(['ssh web-2 uptime', 'vim ssh', 'psql shop', 'ssh -V'])('%s leads to no other prompt', line =>
  expect(after(run(line))).toBeUndefined(),
)

test('marks cut anywhere are put together again', () => {
  const all = `${run('ssh web-2')}hello\u001b[0m${say('A', '', 'n2')}`
  expect(after(...all.split(''))).toBe('web-2')
})
