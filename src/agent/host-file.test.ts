import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { nothingAllowed, readHostFile, readHostFileText } from './host-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-host-file-'))
const me = process.getuid?.() ?? 0
afterAll(() => rmSync(folder, { recursive: true }))

const whole = `
level: 4
logs: {shop: /var/log/shop/app.log}
checks:
  disk: [/bin/df, -h]
reviewers: /etc/fireline/reviewers
shell:
  accounts:
    ben: {key: ssh-ed25519 AAAA, as: ben}
    ana: {passkey: {id: a, publicKey: b, rpId: fireline.example}}
`

it('the file says what the agent may, and nothing else does', () => {
  expect(readHostFileText(whole)).toEqual({
    level: 4,
    logs: { shop: '/var/log/shop/app.log' },
    checks: { disk: ['/bin/df', '-h'] },
    reviewers: '/etc/fireline/reviewers',
    shell: {
      accounts: {
        ben: { key: 'ssh-ed25519 AAAA', as: 'ben' },
        ana: { passkey: { id: 'a', publicKey: 'b', rpId: 'fireline.example' } },
      },
    },
    asRoot: false,
  })
  expect(readHostFileText('level: 1')).toEqual({ ...nothingAllowed, level: 1 })
})

it('a file with anything wrong in it is none, and says what', () => {
  const wrong: [text: string, says: RegExp][] = [
    ['', /./],
    ['level: 5', /level/],
    ["level: '2'", /level/],
    ['level: 2\nchecks: {disk: df -h}', /checks\.disk/],
    ['level: 2\nchecks: {disk: []}', /checks\.disk/],
    ['level: 2\nchecks: {disk: [df]}', /checks\.disk: Its program is a whole path/],
    ['level: 2\nchecks: {"../x": [/bin/df]}', /checks/],
    ['level: 2\nchecks: {disk: ["/bin/df\\0"]}', /checks\.disk/],
    ['level: 1\nlogs: {shop: app.log}', /logs\.shop/],
    ['level: 1\nlevels: 4', /levels/],
    ['level: 1\nlevel: 4', /unique/],
    ['a: &a [1]\nlevel: 1\nb: *a', /alias/i],
    ['level: 4\nshell: {accounts: {"ben; id": {}}}', /shell/],
    ['level: !!js/function "4"', /level/],
    ['[level, 4]', /./],
  ]
  for (const [text, says] of wrong) expect(() => readHostFileText(text), text).toThrow(says)
})

it('no file allows nothing; one that somebody else could have written allows nothing either', () => {
  const path = join(folder, 'agent.yaml')
  expect(readHostFile(path, me)).toEqual(nothingAllowed)
  writeFileSync(path, 'level: 2', { mode: 0o644 })
  expect(readHostFile(path, me).level).toBe(2)
  for (const mode of [0o664, 0o646, 0o666]) {
    chmodSync(path, mode)
    expect(() => readHostFile(path, me)).toThrow(`Others may write ${path}`)
  }
  chmodSync(path, 0o644)
  symlinkSync(path, join(folder, 'link.yaml'))
  expect(() => readHostFile(join(folder, 'link.yaml'), me)).toThrow('is a link')
  expect(() => readHostFile(folder, me)).toThrow('is not a file')
  expect(readHostFile(`${path}/below`, me)).toEqual(nothingAllowed)
  mkdirSync(join(folder, 'open'))
  writeFileSync(join(folder, 'open', 'agent.yaml'), 'level: 4')
  chmodSync(join(folder, 'open'), 0o777)
  expect(() => readHostFile(join(folder, 'open', 'agent.yaml'), me)).toThrow(`Others may write ${join(folder, 'open')}`)
  if (me === 0) chownSync(path, 12_345, 12_345)
  expect(() => readHostFile(path, me === 0 ? 0 : me + 1_000)).toThrow('belongs to user')
})
