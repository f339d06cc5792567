import { expect, it } from 'vitest'
import { isRestricted, readAuthorizedLine } from './authorized-line.ts'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA=='

it('reads the key and what stands before it', () => {
  const read = (line: string) => readAuthorizedLine(line)
  expect(read(`${key} ben@laptop`)).toEqual({ options: '', key })
  expect(read(`  from="10.*,!10.9.*",no-pty  ${key} ben`)).toEqual({ options: 'from="10.*,!10.9.*",no-pty', key })
  expect(read(`command="echo \\"a b\\"" ${key}`)).toEqual({ options: 'command="echo \\"a b\\""', key })
  expect(read('sk-ssh-ed25519@openssh.com AAAAG= x')?.key).toBe('sk-ssh-ed25519@openssh.com AAAAG=')
  for (const none of ['', '# ben', 'ben', key.slice(0, 11), `command="a ${key}`]) expect(read(none)).toBeUndefined()
})

it('knows a key that may run one command only, and not one whose words look so', () => {
  for (const yes of ['command="rsync"', 'no-pty,command="x"', 'cert-authority', 'Command="x",no-pty'])
    expect(isRestricted(yes), yes).toBe(true)
  for (const no of ['', 'from="command=1"', 'environment="A=,command=x"', 'no-pty'])
    expect(isRestricted(no), no).toBe(false)
})
