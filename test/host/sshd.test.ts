import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sshd, startSshd } from './sshd.ts'

let sshd: Sshd | undefined
beforeAll(async () => {
  sshd = await startSshd()
  await sshd?.letIn('ana')
  await sshd?.keyOf('eve')
})
afterAll(() => sshd?.stop())

test('a real sshd lets in whose key stands there, with a terminal and without one, and nobody else', async () => {
  if (!sshd) return expect(process.env['CI']).toBeUndefined()
  const login = sshd.login('ana')
  login.type('echo "I am in $PWD"; exit 3\r')
  const [plain, foreign, code] = await Promise.all([
    sshd.ssh('ana', ['cat; tty'], { input: 'from here\n' }),
    sshd.ssh('eve', ['true']),
    login.ended,
  ])
  expect(plain.out).toBe('from here\nnot a tty\n')
  expect([foreign.code, foreign.err]).toEqual([255, expect.stringContaining('Permission denied')])
  expect([code, login.shown()]).toEqual([3, expect.stringContaining(`I am in ${sshd.home}`)])
})
