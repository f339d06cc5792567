import { expect, it } from 'vitest'
import { letInBy, noticedIn } from './log-lines.ts'

it('a session without a terminal, a cron job and a package are noticed', () => {
  const at = '2026-03-01T03:12:44+00:00 db-1'
  expect(noticedIn(`${at} sshd[812]: Starting session: command for root from 10.0.0.7 port 52814 id 0`)).toEqual({
    what: 'no-tty',
    who: 'root',
    from: '10.0.0.7',
  })
  expect(
    noticedIn(`${at} sshd-session[9]: Starting session: subsystem 'sftp' for deploy from ::1 port 1 id 0`),
  ).toEqual({
    what: 'no-tty',
    who: 'deploy',
    from: '::1',
  })
  expect(noticedIn(`${at} CRON[99]: (root) CMD (run-parts /etc/cron.hourly)`)).toEqual({
    what: 'cron',
    who: 'root',
    why: 'run-parts /etc/cron.hourly',
  })
  expect(noticedIn('2026-03-01 03:12:44 upgrade nginx:amd64 1.22.1-9 1.22.1-10')).toEqual({
    what: 'package',
    why: 'upgrade nginx 1.22.1-9 -> 1.22.1-10',
  })
  expect(noticedIn('2026-03-01 03:12:44 install jq:amd64 <none> 1.6-2')?.why).toBe('install jq 1.6-2')
})

it('a terminal, a held key and whoever names themselves like a line are not', () => {
  for (const line of [
    'db-1 sshd[1]: Starting session: shell on pts/3 for root from 10.0.0.7 port 5 id 0',
    `db-1 sshd[1]: Starting session: forced-command (key-option) '/usr/local/lib/fireline/guard hold ben' for root from ::1 port 5 id 0`,
    'db-1 sshd[1]: Invalid user x Starting session: command for root from 10.0.0.7 port 5',
    '2026-03-01 03:12:44 status installed nginx:amd64 1.22.1-10',
    '',
  ])
    expect(noticedIn(line), line).toBeUndefined()
})

it('who was let in while Fireline did not answer is told with the time', () => {
  expect(letInBy('2026-03-01T03:12:44Z no answer from Fireline; ben was let in')).toEqual({
    what: 'unasked',
    who: 'ben',
    why: 'Fireline did not answer at 2026-03-01 03:12 UTC',
  })
  expect(letInBy('2026-03-01T03:12:44Z ben goes in while Ana has the keyboard: no answer')).toBeUndefined()
})
