import { expect, test } from 'vitest'
import { shellMarks } from './marks.ts'

const at = new Date('2026-03-02T09:00:00Z')

/** What is told of these marks, a second apart; `own:` and `behind:` say whose they are. */
function told(...marks: string[]) {
  const shell = shellMarks({ nonce: 'n1', nested: 'n2' })
  return marks.flatMap((mark, n) => {
    const [whose, said] = [mark.slice(0, mark.indexOf(':')), mark.slice(mark.indexOf(':') + 1)]
    const nonce = { own: 'n1', behind: 'n2' }[whose] ?? whose
    return shell.heard(`633;${said};${nonce}`, { at, ms: n * 1_000, offset: n * 10, person: 'ana' })
  })
}
const ran = (all: ReturnType<typeof told>) => all.flatMap(one => ('ran' in one ? [one.ran] : []))

const typed = (whose: string, line: string) => [`${whose}:E;${line}`, `${whose}:C;`]

test('what runs behind an ssh is told of that host, and the ssh itself when it is over', () => {
  const all = told(...typed('own', 'ssh db-1'), 'behind:P;Host=db-1', ...typed('behind', 'df'), 'behind:D;0', 'own:D;0')
  expect(ran(all)).toMatchObject([
    { command: 'df', host: 'db-1', exitCode: 0, nth: 1 },
    { command: 'ssh db-1', exitCode: 0, nth: 2, durationMs: 5_000 },
  ])
  expect(ran(all)[1]?.host).toBeUndefined()
})

test('a line that is cut within a command ends it without an exit code, and its host is not the next one', () => {
  const first = [...typed('own', 'ssh db-1'), 'behind:P;Host=db-1', ...typed('behind', 'reboot'), 'own:D;255']
  const [cut, ssh, next] = ran(told(...first, ...typed('own', 'ssh web-1'), ...typed('behind', 'id'), 'behind:D;0'))
  expect([cut, ssh]).toMatchObject([{ command: 'reboot', host: 'db-1' }, { exitCode: 255 }])
  expect([cut?.exitCode, next?.command, next?.host]).toEqual([undefined, 'id', undefined])
})

test('a mark with another secret says nothing, and that of the other host nothing of the own shell', () => {
  const all = told(...typed('own', 'sleep 9'), 'n3:D;0', ...typed('n3', 'forged'), 'behind:D;0', 'own:D;1')
  expect(ran(all)).toMatchObject([{ command: 'sleep 9', exitCode: 1 }])
})
