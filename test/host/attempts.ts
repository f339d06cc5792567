import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Came, ended, type Sshd } from './sshd.ts'

/** Ways in without a terminal of one's own, as people and programs take them. Each answers what it brought there or back. */
export type Attempt = (sshd: Sshd, person: string) => Promise<string>

/** Every way that LIVE-SERVER's table of attempts names and that needs no terminal; each brings back "it came through". */
export const withoutTerminal: Record<string, Attempt> = {
  'a command': async (sshd, person) => said(await sshd.ssh(person, ['echo it came through'])),
  'a script on stdin': async (sshd, person) =>
    said(await sshd.ssh(person, ['sh -s'], { input: 'echo it came through\n' })),
  'a login shell without a terminal': async (sshd, person) =>
    said(await sshd.ssh(person, ['bash -lc "echo it came through"'])),
  BASH_ENV: async (sshd, person) => {
    const evil = join(sshd.folder, `evil-${person}`)
    writeFileSync(evil, 'echo it was read\n')
    const came = await sshd.ssh(person, ['echo it came through'], { options: ['-o', `SetEnv=BASH_ENV=${evil}`] })
    return said(came)
  },
  scp: (sshd, person) => copied(sshd, person, 'scp', scp(sshd, person)),
  'scp -O': (sshd, person) => copied(sshd, person, 'scp-O', ['-O', ...scp(sshd, person)]),
  sftp: async (sshd, person) => {
    const { from, to } = files(sshd, `sftp-${person}`)
    const batch = join(sshd.folder, `batch-${person}`)
    writeFileSync(batch, `put ${from} ${to}\n`)
    const came = await ended('sftp', ['-b', batch, ...scp(sshd, person), target(sshd)])
    return came.code === 0 ? readFileSync(to, 'utf8') : came.err
  },
  rsync: async (sshd, person) => {
    const { from, to } = files(sshd, `rsync-${person}`)
    const came = await ended('rsync', ['-e', remoteShell(sshd, person), from, `${target(sshd)}:${to}`])
    return came.code === 0 ? readFileSync(to, 'utf8') : came.err
  },
  git: async (sshd, person) => {
    const repository = join(sshd.folder, `git-${person}`)
    mkdirSync(repository)
    const git = (words: string[], input?: string) => execFileSync('git', words, { cwd: repository, input }).toString()
    git(['init', '-q', '--bare'])
    git(['update-ref', 'refs/tags/it-came-through', git(['hash-object', '-w', '--stdin'], 'x').trim()])
    const env = { ...process.env, GIT_SSH_COMMAND: remoteShell(sshd, person) }
    const came = await ended('git', ['ls-remote', `${target(sshd)}:${repository}`], '', env)
    return came.out.split('refs/tags/')[1]?.trim().replaceAll('-', ' ') ?? came.err
  },
  'a tunnel': throughTunnel,
}

export const cameThrough = 'it came through'

const said = ({ code, out, err }: Came): string => (code === 0 ? out.trim() : `${code} ${out}${err}`)

const target = (sshd: Sshd) => `${sshd.user}@127.0.0.1`

/** The options of `ssh`, as scp and sftp take them: a port is -P there. */
function scp(sshd: Sshd, person: string): string[] {
  const options = sshd.args(person).slice(0, -1)
  return ['-q', ...options.map(word => (word === '-p' ? '-P' : word))]
}

const remoteShell = (sshd: Sshd, person: string): string => ['ssh', ...sshd.args(person).slice(0, -1)].join(' ')

function files(sshd: Sshd, name: string): { from: string; to: string } {
  const from = join(sshd.folder, `${name}.from`)
  writeFileSync(from, cameThrough)
  return { from, to: join(sshd.folder, `${name}.to`) }
}

async function copied(sshd: Sshd, person: string, name: string, options: string[]): Promise<string> {
  const { from, to } = files(sshd, `${name}-${person}`)
  const came = await ended('scp', [...options, from, `${target(sshd)}:${to}`])
  return came.code === 0 ? readFileSync(to, 'utf8') : came.err
}

/** Something inside that answers whoever connects, reached through a forwarded port. */
async function throughTunnel(sshd: Sshd, person: string): Promise<string> {
  const inside = createServer(socket => socket.end(cameThrough))
  await new Promise<void>(resolve => inside.listen(0, '127.0.0.1', resolve))
  const address = inside.address()
  const port = typeof address === 'object' && address ? address.port : 0
  // -W is -L for one connection: what comes through stands on stdout.
  const came = await ended('ssh', [...sshd.args(person, ['-W', `127.0.0.1:${port}`])])
  inside.close()
  return said(came)
}
