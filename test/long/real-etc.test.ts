import { userInfo } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminToken, type Caller, startWorld, until, type World } from '../harness.ts'
import { mayHaveOwnEtc, type OwnEtc, openOwnEtc } from '../host/own-etc.ts'
import type { Login } from '../host/sshd.ts'
import { openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'

const canRun = requireProgram('sshd') !== undefined && mayHaveOwnEtc()
const spaces: OwnEtc[] = []
let world: World
let ana: Caller
let shell: SharedShell

beforeAll(async () => {
  if (!canRun) return
  world = await startWorld()
  ana = await world.person('Ana Berg')
  const incident = await openIncident(world, { id: ana.id, name: 'Ana Berg' })
  shell = await shareShell(world.url, ana, incident, { command: ['sh', '-c', 'echo Ana is at work here; exec cat'] })
  await shell.link.welcomed
})
afterAll(async () => {
  for (const space of spaces) space.end()
  await shell?.end()
  await world?.stop()
})

const asked = 'INC-1: Ana Berg has the keyboard here. [w] watch  [c] continue, Ana Berg is told'

test.skipIf(!canRun)(
  'on the real /etc: told by the real /etc/profile, held by the real sshd, and uninstalled without a trace',
  async () => {
    const host = await ownEtc()
    const before = await host.everything()
    expect(await host.fireline('host', 'guard', 'install')).toMatchObject({ code: 0 })
    await isTold(host, 'ben')
    expect((await host.fireline('host', 'guard', 'confirm')).out).toContain('It stays.')
    expect(await holdsBen(host)).toMatchObject({ code: 0 })
    await isHeld(host)
    await isTold(host, 'ana')
    expect((await host.ssh('ben', 'echo it came through')).out).toBe('it came through\n')
    expect((await host.fireline('host', 'guard', 'release')).code).toBe(0)
    await isTold(host, 'ben')
    expect((await host.fireline('host', 'guard', 'uninstall')).out).toBe('It is gone, without a trace.\n')
    const login = host.login('ben')
    await shows(login, '# ')
    login.type('exit 5\r')
    expect([await login.ended, login.shown().includes('INC-1')]).toEqual([5, false])
    expect(await host.everything()).toBe(before)
  },
)

test.skipIf(!canRun)(
  'where systemd runs sshd it is told by systemctl; an sshd that would not take its configuration is never reloaded, and nobody is held',
  async () => {
    const host = await ownEtc()
    await standInForSystemd(host)
    expect(await host.fireline('host', 'guard', 'install')).toMatchObject({ code: 0 })
    await host.fireline('host', 'guard', 'confirm')
    const before = await host.everything()
    expect(await holdsBen(host)).toMatchObject({ code: 0 })
    await isHeld(host)
    expect((await host.run('cat /run/reloads')).out).toBe('reload ssh\n')
    await host.fireline('host', 'guard', 'release')
    expect((await host.run('cat /run/reloads')).out).toBe('reload ssh\nreload ssh\n')
    // Somebody else's mistake, of the kind that locks everybody out after a restart.
    await host.run('echo NoSuchOption yes >/etc/ssh/sshd_config.d/50-theirs.conf')
    const refused = await holdsBen(host)
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('NoSuchOption')])
    await host.run('rm /etc/ssh/sshd_config.d/50-theirs.conf')
    // A Match block decides for root where its keys are: ours would be passed by.
    await host.run(
      `printf 'Match User root\\n  AuthorizedKeysFile .ssh/authorized_keys\\n' >/etc/ssh/sshd_config.d/00-a.conf`,
    )
    expect((await holdsBen(host)).err).toContain('Nobody is held.')
    await host.run('rm /etc/ssh/sshd_config.d/00-a.conf')
    expect(await host.everything()).toBe(before)
    await isTold(host, 'ben')
  },
)

test.skipIf(!canRun)(
  'nobody confirms: after its 120 seconds by the clock the guard is gone, and who was held is held no more',
  async () => {
    const [guard, hold] = await Promise.all([ownEtc(), ownEtc()])
    const before = await guard.everything()
    const from = Date.now()
    expect((await guard.fireline('host', 'guard', 'install')).code).toBe(0)
    await hold.fireline('host', 'guard', 'install')
    await hold.fireline('host', 'guard', 'confirm')
    const confirmed = await hold.everything()
    expect((await holdsBen(hold)).code).toBe(0)
    const isThere = async (host: OwnEtc, file: string) =>
      (await host.run(`test -e /etc/fireline/guard/${file}`)).code === 0
    expect([await isThere(guard, 'unconfirmed'), await isThere(hold, 'unconfirmed-hold')]).toEqual([true, true])
    await until(async () => !(await isThere(guard, 'key')), 'it to undo itself', 150_000)
    expect(Date.now() - from).toBeGreaterThanOrEqual(119_000)
    await until(async () => !(await isThere(hold, 'unhold')), 'him to be released', 60_000)
    await until(async () => (await guard.everything()) === before, 'the last folder to be gone', 10_000)
    expect(await hold.everything()).toBe(confirmed)
    await isTold(hold, 'ben')
  },
  240_000,
)

async function ownEtc(): Promise<OwnEtc> {
  const space = await openOwnEtc({ url: world.url, token: adminToken })
  spaces.push(space)
  return space
}

const holdsBen = (host: OwnEtc) =>
  host.fireline('host', 'guard', 'hold', 'ben', '--account', 'root', '--key', host.publicKey('ben'))

/** They are told, and go on. */
async function isTold(host: OwnEtc, person: string): Promise<void> {
  const login = host.login(person)
  await shows(login, asked)
  login.type('c')
  login.type('echo "in $PWD"; exit 3\r')
  expect(await login.ended).toBe(3)
  expect(login.shown()).toContain(`in ${userInfo().homedir}`)
}

/** He lands in her screen, and leaves. */
async function isHeld(host: OwnEtc): Promise<void> {
  const login = host.login('ben')
  await shows(login, 'INC-1: you watch, Ana Berg types. [b] go in all the same  [q] leave')
  await shows(login, 'Ana is at work here')
  login.type('q')
  expect(await login.ended).toBe(0)
}

const shows = (login: Login, text: string) =>
  until(() => login.shown().includes(text), `"${text}" in ${login.shown()}`, 60_000)

/**
 * systemd cannot be process 1 in a container: a stand-in for `systemctl reload` does what the distribution's own ssh.service says that a reload is,
 * line by line. That the unit is called ssh or sshd, and that a reload may fail, is as with the real one.
 */
async function standInForSystemd(host: OwnEtc): Promise<void> {
  const lines = [
    '#!/bin/sh',
    '[ "$1 $2" = "reload ssh" ] || exit 5',
    'echo "$1 $2" >>/run/reloads',
    'MAINPID=$(cat /run/sshd.pid)',
    `sed -n 's/^ExecReload=//p' /lib/systemd/system/ssh.service >/run/exec-reload`,
    'while read -r line; do eval "$line" || exit 1; done </run/exec-reload',
  ]
  await host.run(`mkdir -p /run/systemd/system
    cat >/run/systemctl <<'END'
${lines.join('\n')}
END
    chmod 755 /run/systemctl
    mount --bind /run/systemctl /usr/bin/systemctl`)
}
