import { spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { selfSigned } from './certificate.ts'
import { until } from './harness.ts'

export interface Dovecot {
  port: number
  /** With STARTTLS. */
  plainPort: number
  /** Whom to trust, as PEM. */
  ca: string
  user: string
  password: string
  /** A new mail in the inbox. */
  deliver(mail: string): void
  /** How many mails a folder holds, and how many of them are seen. */
  count(folder?: string): { all: number; seen: number }
  stop(): Promise<void>
}

/** A real IMAP server for one user, in the foreground, on ports of its own. */
export async function startDovecot(program: string): Promise<Dovecot> {
  const dir = mkdtempSync(join(tmpdir(), 'fireline-imap-'))
  const [port, plainPort] = [await freePort(), await freePort()]
  const { cert, key } = selfSigned(30)
  const [user, password] = ['support', 'secret-of-the-mailbox']
  writeFileSync(join(dir, 'cert.pem'), cert)
  writeFileSync(join(dir, 'key.pem'), key)
  for (const part of ['cur', 'new', 'tmp', '.Done/cur', '.Done/new', '.Done/tmp'])
    mkdirSync(join(dir, 'mail', part), { recursive: true })
  const owner = ownerOf(dir)
  writeFileSync(join(dir, 'dovecot.conf'), configuration({ dir, port, plainPort, password, ...owner }))
  const server = spawn(program, ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>(resolve => server.on('exit', () => resolve()))
  await until(() => isReady(join(dir, 'log')), 'dovecot to be ready')
  let delivered = 0
  return {
    port,
    plainPort,
    ca: cert,
    user,
    password,
    deliver(mail) {
      delivered += 1
      const path = join(dir, 'mail', 'new', `${Date.now()}.${delivered}.here`)
      writeFileSync(path, mail)
      chownSync(path, owner.uid, owner.gid)
    },
    count(folder) {
      const at = (part: string) => readdirSync(join(dir, 'mail', ...(folder ? [`.${folder}`] : []), part))
      const cur = at('cur')
      return { all: cur.length + at('new').length, seen: cur.filter(name => /:2,.*S/.test(name)).length }
    },
    async stop() {
      server.kill()
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const isReady = (log: string): boolean => {
  try {
    return /starting up/.test(readFileSync(log, 'utf8'))
  } catch {
    return false
  }
}

/** Dovecot gives root no mailbox: as root, mails are nobody's. */
function ownerOf(dir: string): { uid: number; gid: number; name: string; group: string } {
  const me = userInfo()
  if (me.uid !== 0) return { uid: me.uid, gid: me.gid, name: me.username, group: String(me.gid) }
  chmodSync(dir, 0o755)
  const [uid, gid] = [65_534, 65_534]
  const all = readdirSync(join(dir, 'mail'), { recursive: true, encoding: 'utf8' })
  for (const path of ['', ...all]) chownSync(join(dir, 'mail', path), uid, gid)
  return { uid, gid, name: 'nobody', group: 'nogroup' }
}

interface Configured {
  dir: string
  port: number
  plainPort: number
  password: string
  uid: number
  gid: number
  name: string
}

const configuration = ({ dir, port, plainPort, password, uid, gid, name }: Configured): string => `
base_dir = ${dir}/run
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${name}
default_login_user = ${name}
first_valid_uid = 1
ssl = required
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
disable_plaintext_auth = yes
auth_failure_delay = 0
mail_location = maildir:${dir}/mail
mail_uid = ${uid}
mail_gid = ${gid}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${dir}/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${plainPort}
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
