import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { remoteShell, sshWithMarks, takesMarks } from './nested-ssh.ts'

/** What an account with this shell and these programs sees and runs, as sshd would start it. */
async function loggedIn(env: { SHELL: string; PATH: string }, typed: string) {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-there-'))
  const said = await new Promise<string>(resolve => {
    const child = execFile(
      '/bin/sh',
      ['-c', `${remoteShell('n0nce')} db-1`],
      { env: { ...env, HOME: folder, TMPDIR: folder } },
      (_, out, err) => resolve(out + err),
    )
    child.stdin?.end(`${typed}\n`)
  })
  const left = readdirSync(folder).filter(name => name.startsWith('tmp.'))
  rmSync(folder, { recursive: true, force: true })
  return { said, left }
}

test('bash there starts with its marks and leaves no file', async () => {
  const { said, left } = await loggedIn(
    { SHELL: '/bin/bash', PATH: process.env['PATH'] ?? '' },
    'echo $((6*7)) $FIRELINE_TOLD',
  )
  expect(said).toContain('42 1')
  expect(said).toContain('633;E;echo $((6*7)) $FIRELINE_TOLD;n0nce')
  expect(said).toContain('633;P;Host=db-1;n0nce')
  expect(left).toEqual([])
})

test('where there is no bash, or the account has another shell, it is a plain shell, and that is said', async () => {
  const bare = mkdtempSync(join(tmpdir(), 'fireline-bare-'))
  symlinkSync('/bin/sh', join(bare, 'sh'))
  const none = await loggedIn({ SHELL: '/bin/sh', PATH: bare }, 'echo $((6*7))')
  expect(none.said).toMatch(/^\[fireline\] On this host there is no bash: .*\r\n42\n/)
  rmSync(bare, { recursive: true })
  const other = await loggedIn({ SHELL: '/bin/false', PATH: process.env['PATH'] ?? '' }, '')
  expect(other.said).toContain('the shell is not bash')
  expect([...none.left, ...other.left]).toEqual([])
})

test('only an ssh to a shell takes marks', () => {
  const asked = (line: string) => takesMarks(line.split(' '))
  for (const line of ['ssh db-1', '/usr/bin/ssh -J jump -p 22 ana@db-1', 'ssh -t db-1', 'ssh -o Port=2 -- db-1'])
    expect([line, asked(line)]).toEqual([line, true])
  for (const line of ['ssh db-1 uptime', 'ssh -N db-1', 'ssh -fN db-1', 'ssh', 'ssh -V', 'psql shop', 'mosh db-1'])
    expect([line, asked(line)]).toEqual([line, false])
  expect(sshWithMarks(['ssh', '-p', '22', 'db-1'], 'n')?.slice(0, 5)).toEqual(['ssh', '-t', '-p', '22', 'db-1'])
})
