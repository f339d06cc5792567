import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { compiled } from '../compiled.ts'
import { until } from '../harness.ts'
import { type Came, ended, freePort, type Login, loginOf } from './sshd.ts'

/**
 * This machine once more, with an /etc, /root, /run, /var/log and /usr/local/lib of its own: copies in a mount namespace, so that what is done there
 * to the real paths is gone with it. Its sshd runs by the distribution's own sshd_config, PAM and /etc/profile.
 */
export interface OwnEtc {
  /** A line of shell in there. */
  run(line: string): Promise<Came>
  /** The CLI in there, as root, signed in. */
  fireline(...args: string[]): Promise<Came>
  /** The public key of a person who may log in as root. */
  publicKey(person: string): string
  /** Logs in as root, by a person's key, with a terminal. */
  login(person: string): Login
  ssh(person: string, command: string): Promise<Came>
  /** Every file of the copied folders with its mode, owner, time and digest, each folder, and what sshd makes of its configuration. */
  everything(): Promise<string>
  end(): void
}

const folders = ['/etc', '/var/log', '/usr/local/lib']
const people = ['ana', 'ben'] as const
const home = userInfo().homedir
const cli = join(import.meta.dirname, '../../src/cli/cli.ts')

/** Whether this machine lets us have one: root, and mount namespaces. */
export function mayHaveOwnEtc(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'pipe' })
    return true
  } catch {
    console.warn('\n*** SKIPPED: only root with mount namespaces can have an /etc of its own ***\n')
    return false
  }
}

export async function openOwnEtc(env: { url: string; token: string }): Promise<OwnEtc> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-own-etc-'))
  const port = await freePort()
  for (const person of people)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', person, '-f', join(folder, person)])
  const publicKey = (person: string) => readFileSync(join(folder, `${person}.pub`), 'utf8').trim()
  writeFileSync(join(folder, 'keys'), `${people.map(publicKey).join('\n')}\n`)
  const space = spawn('unshare', ['--mount', 'sh', '-c', furnish(folder, port)], { stdio: 'pipe' })
  const said = listen(space)
  await until(() => {
    if (space.exitCode !== null) throw new Error(`there is no own /etc: ${said.text}`)
    return said.text.includes('furnished')
  }, 'an own /etc')
  const inside = (program: string, args: string[], more: NodeJS.ProcessEnv = {}) =>
    ended('nsenter', [`--mount=/proc/${space.pid}/ns/mnt`, program, ...args], '', { ...process.env, ...more })
  const run = (line: string) => inside('sh', ['-c', line])
  const args = (person: string) => ['-F', 'none', '-i', join(folder, person), '-p', String(port), ...client]
  return {
    run,
    publicKey,
    fireline: (...words) =>
      inside(process.execPath, [cli, ...words], {
        ...compiled,
        HOME: join(folder, 'home'),
        FIRELINE_URL: env.url,
        FIRELINE_TOKEN: env.token,
      }),
    login: person => loginOf(['-tt', ...args(person), 'root@127.0.0.1']),
    ssh: (person, command) => ended('ssh', [...args(person), 'root@127.0.0.1', command]),
    everything: async () => (await run(listing)).out,
    end() {
      execFileSync('nsenter', [`--mount=/proc/${space.pid}/ns/mnt`, 'sh', '-c', 'kill $(cat /run/sshd.pid)'])
      space.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const client = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'IdentitiesOnly=yes', 'LogLevel=ERROR']
  .concat('IdentityAgent=none', 'BatchMode=yes', 'GlobalKnownHostsFile=/dev/null')
  .flatMap(option => ['-o', option])

const furnish = (folder: string, port: number): string => `set -e
mount --make-rprivate /
mkdir ${folder}/of ${folder}/home
mount -t tmpfs none ${folder}/of
for one in ${folders.join(' ')}; do
  mkdir -p "${folder}/of$one"
  cp -a "$one/." "${folder}/of$one/"
  mount --bind "${folder}/of$one" "$one"
done
for one in ${home} /run; do
  mkdir "${folder}/of$one"
  mount --bind "${folder}/of$one" "$one"
done
mkdir -p /run/sshd ${home}/.ssh
chmod 700 ${home} ${home}/.ssh
cp ${folder}/keys ${home}/.ssh/authorized_keys
printf 'Port ${port}\\nListenAddress 127.0.0.1\\nPidFile /run/sshd.pid\\n' >>/etc/ssh/sshd_config
/usr/sbin/sshd -E /run/sshd.log
while ! [ -s /run/sshd.pid ]; do sleep 0.05; done
echo furnished
exec sleep 3600
`

/** But for what any login writes down. */
const listing = `all='${folders.join(' ')} ${home}/.ssh'
logins='-name wtmp -o -name btmp -o -name lastlog'
find $all -type d -printf '%p %M %u:%g\\n' -o '(' $logins ')' -o -printf '%p %M %u:%g %s %T@\\n' | sort
find $all -type f -not '(' $logins ')' -exec sha256sum {} + | sort -k 2
ls -d /run/fireline 2>/dev/null
/usr/sbin/sshd -T`

function listen(child: ChildProcess): { text: string } {
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (said.text += String(chunk)))
  return said
}
