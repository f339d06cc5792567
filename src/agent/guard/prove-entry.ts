import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { SshdSays } from './sshd-here.ts'

const run = promisify(execFile)
const tries = 20

/**
 * A second login, through the sshd that has just read its configuration again: by a key of our own that may do nothing but say a word, and that
 * is gone afterwards. An error when it does not come in within about five seconds.
 */
export async function proveEntry(keysFile: string, account: string, sshd: SshdSays): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-entry-'))
  const before = readFileSync(keysFile, 'utf8')
  const word = randomBytes(12).toString('hex')
  try {
    const key = join(folder, 'key')
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'fireline-entry', '-f', key])
    writeFileSync(keysFile, `${before}command="echo ${word}",restrict ${readFileSync(`${key}.pub`, 'utf8')}`)
    await comesIn(key, account, sshd, word)
  } finally {
    writeFileSync(keysFile, before)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function comesIn(key: string, account: string, { address, port }: SshdSays, word: string): Promise<void> {
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'StrictHostKeyChecking=no',
    'ConnectTimeout=3',
  ]
  const known = ['UserKnownHostsFile=/dev/null', 'GlobalKnownHostsFile=/dev/null', 'LogLevel=ERROR']
  const named = [...options, ...known].flatMap(option => ['-o', option])
  const args = ['-F', 'none', '-i', key, '-p', port, ...named, '-l', account, address]
  let why = ''
  for (let tried = 0; tried < tries; tried++) {
    const came = await run('ssh', args).catch((error: { stderr?: string }) => ({
      stdout: '',
      stderr: error.stderr ?? '',
    }))
    if (came.stdout.trim() === word) return
    why = came.stderr.trim()
    await pause(250)
  }
  throw new Error(`A second login to ${account} on port ${port} did not come in${why ? ` (${why})` : ''}.`)
}
