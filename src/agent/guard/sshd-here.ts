import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The sshd of this host. */
export interface SshdHere {
  program: string
  /** Its configuration file; its own default where none is named. */
  config?: string
  /** Where its drop-ins are. */
  dropIns: string
  /** A line of shell that makes it read its configuration again. */
  reload: string
}

/** Undefined where there is none. */
export function sshdHere(): SshdHere | undefined {
  const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd'].find(path => existsSync(path))
  const reload = existsSync('/run/systemd/system')
    ? 'systemctl reload ssh 2>/dev/null || systemctl reload sshd 2>/dev/null || :'
    : 'kill -HUP "$(cat /run/sshd.pid)"'
  return program ? { program, dropIns: '/etc/ssh/sshd_config.d', reload } : undefined
}

/** What its configuration comes to for a login to this account. An error says which line is wrong. */
export interface SshdSays {
  keyFiles: string[]
  /** Where it can be reached from this host. */
  address: string
  port: string
}

export async function askSshd(sshd: SshdHere, account: string): Promise<SshdSays> {
  const file = sshd.config ? ['-f', sshd.config] : []
  const { stdout } = await run(sshd.program, ['-T', ...file, '-C', `user=${account},host=localhost,addr=127.0.0.1`])
  const all = (word: string) =>
    stdout.split('\n').flatMap(line => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  const [, listens = '', port = '22'] = /^\[?(.*?)\]?:(\d+)$/.exec(all('listenaddress')[0] ?? '') ?? []
  const address =
    ({ '0.0.0.0': '127.0.0.1', '::': '::1', '': '127.0.0.1' } as Record<string, string>)[listens] ?? listens
  return { keyFiles: all('authorizedkeysfile').flatMap(one => one.split(' ')), address, port }
}

/** Where the keys of an account are: `%h` and `%u` filled in, a relative path in its home. `none` is no file. */
export async function keyFilesOf(account: string, keyFiles: readonly string[]): Promise<string[]> {
  const { stdout } = await run('getent', ['passwd', account]).catch(() => ({ stdout: '' }))
  const home = stdout.trim().split(':')[5]
  if (!home) throw new Error(`There is no account ${account} on this host.`)
  return keyFiles
    .filter(file => file !== 'none')
    .map(file => file.replace(/%[hu%]/g, token => ({ '%h': home, '%u': account })[token] ?? '%'))
    .map(file => (file.startsWith('/') ? file : join(home, file)))
}
