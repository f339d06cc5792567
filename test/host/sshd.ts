import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from '../harness.ts'
import { requireProgram } from '../real-program.ts'

const run = promisify(execFile)

/** A real sshd on loopback, for the user that runs the tests: nothing of this machine's own ssh is read or changed. */
export interface Sshd {
  port: number
  user: string
  /** All of its files; `etc/ssh`, `etc/profile.d` and so on stand for the host's own. */
  folder: string
  /** Where a login lands: its HOME, and what its login shell reads from. */
  home: string
  config: string
  pid(): number
  log(): string
  /** A key pair of this name; made when first asked for, and not let in by itself. */
  keyOf(person: string): Promise<{ file: string; public: string }>
  /** Lets these people's keys in, as lines of the account's own authorized_keys; `options` go before the key. */
  letIn(...people: (string | { person: string; options: string })[]): Promise<void>
  /** What `ssh` is to be called with for them; the host is `db-1`. More options come before it, a command after. */
  args(person: string, options?: string[], command?: string[]): string[]
  /** One call of ssh to its end. `input` is what stands on its stdin, closed after it. */
  ssh(person: string, command: string[], more?: { options?: string[]; input?: string }): Promise<Came>
  /** A login with a terminal, to type into; with a command as `ssh -tt host command`. */
  login(person: string, more?: { options?: string[]; command?: string[] }): Login
  stop(): Promise<void>
}

export interface Came {
  code: number | null
  out: string
  err: string
}

export interface Login {
  shown(): string
  type(keys: string): void
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>
  close(): void
}

/** Undefined where there is no sshd: the test says so and skips; in CI it fails. */
export async function startSshd(more: { config?: string } = {}): Promise<Sshd | undefined> {
  const program = requireProgram('sshd')
  if (!program || !requireProgram('ssh')) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'fireline-sshd-'))
  const [home, keys, etc] = [join(folder, 'home'), join(folder, 'keys'), join(folder, 'etc/ssh')]
  for (const one of [home, keys, join(etc, 'sshd_config.d')]) mkdirSync(one, { recursive: true })
  // As root it separates its privileges in a folder that its package makes at boot.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
  await keyPair(join(etc, 'host_key'))
  const port = await freePort()
  const config = join(etc, 'sshd_config')
  writeFileSync(config, configOf({ etc, port, home, more: more.config ?? '' }))
  writeFileSync(join(home, '.profile'), profileOf(folder))
  const started = { log: '', is: undefined as ChildProcess | undefined }
  const start = async () => {
    const child = spawn(program, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] })
    started.is = child
    const before = started.log.length
    child.stderr.setEncoding('utf8').on('data', (text: string) => (started.log += text))
    await until(() => {
      if (child.exitCode !== null) throw new Error(`sshd did not start: ${started.log}`)
      return started.log.slice(before).includes('Server listening')
    }, 'sshd')
  }
  await start()
  const { username: user } = userInfo()
  const publicOf = (person: string) => readFileSync(join(keys, `${person}.pub`), 'utf8').trim()
  const logins: Login[] = []
  const made = new Map<string, Promise<unknown>>()
  const keyOf: Sshd['keyOf'] = async person => {
    const file = join(keys, person)
    if (!made.has(person)) made.set(person, keyPair(file, person))
    await made.get(person)
    return { file, public: publicOf(person) }
  }
  const args: Sshd['args'] = (person, options = [], command = []) => [
    '-F',
    'none',
    '-i',
    join(keys, person),
    '-p',
    String(port),
    ...options,
    ...clientOptions.flatMap(option => ['-o', option]),
    `${user}@127.0.0.1`,
    ...command,
  ]
  return {
    port,
    user,
    folder,
    home,
    config,
    pid: () => started.is?.pid ?? 0,
    log: () => started.log,
    keyOf,
    async letIn(...people) {
      const lines = people.map(async one => {
        const { person, options } = typeof one === 'string' ? { person: one, options: '' } : one
        const key = (await keyOf(person)).public
        return options === '' ? key : `${options} ${key}`
      })
      writeFileSync(join(folder, 'authorized_keys'), `${(await Promise.all(lines)).join('\n')}\n`)
    },
    args,
    ssh: (person, command, { options, input = '' } = {}) => ended('ssh', args(person, options, command), input),
    login(person, { options = [], command } = {}) {
      const login = loginOf(args(person, ['-tt', ...options], command))
      logins.push(login)
      return login
    },
    async stop() {
      for (const login of logins) login.close()
      started.is?.kill()
      await until(() => started.is?.exitCode !== null || started.is?.signalCode !== null, 'sshd to end')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const clientOptions = [
  'StrictHostKeyChecking=no',
  'UserKnownHostsFile=/dev/null',
  'GlobalKnownHostsFile=/dev/null',
  'IdentitiesOnly=yes',
  'IdentityAgent=none',
  'BatchMode=yes',
  'LogLevel=ERROR',
]

/** As Debian ships it, but for the port, the keys, and the HOME that stands for the account's. */
function configOf({ etc, port, home, more }: { etc: string; port: number; home: string; more: string }): string {
  return `Include ${etc}/sshd_config.d/*.conf
Port ${port}
ListenAddress 127.0.0.1
HostKey ${etc}/host_key
PidFile none
AuthorizedKeysFile ${join(etc, '../../authorized_keys')}
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
PrintMotd no
PrintLastLog no
MaxStartups 100
AcceptEnv LANG LC_*
SetEnv HOME=${home}
Subsystem sftp /usr/lib/openssh/sftp-server
${more}`
}

/** What Debian's /etc/profile does with the files of a host, done with those that stand for them. */
const profileOf = (folder: string): string => `for file in ${folder}/etc/profile.d/*.sh; do
  [ -r "$file" ] && . "$file"
done
cd
PS1='$ '
`

export function loginOf(args: string[]): Login {
  const child = spawn('ssh', args, { stdio: 'pipe' })
  let shown = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (shown += text))
  child.stdin.on('error', () => {})
  return {
    shown: () => shown,
    type: keys => void child.stdin.write(keys),
    ended: new Promise(resolve => child.once('close', code => resolve(code))),
    close: () => void child.kill(),
  }
}

/** Runs a program to its end, whatever its exit code is. */
export async function ended(program: string, args: string[], input = '', env = process.env): Promise<Came> {
  const child = spawn(program, args, { stdio: 'pipe', env })
  const came = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (came.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (came.err += text))
  child.stdin.on('error', () => {}).end(input)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  return { code, ...came }
}

const keyPair = (file: string, comment = 'host') =>
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file])

/** sshd takes no port 0. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
