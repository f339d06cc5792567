import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openingNamespace } from '../terminal/opening.ts'

const withinMs = 5_000
const mostBytes = 16 * 1024

/** Whether this public key made this signature over this text, as OpenSSH (8.1 and later) itself sees it. */
export async function verifySsh(text: string, signature: string, key: string): Promise<boolean> {
  const listed = plainKey(key)
  if (!listed || signature.length > mostBytes) return false
  const folder = await mkdtemp(join(tmpdir(), 'fireline-verify-'))
  try {
    const [signers, made] = [join(folder, 'signers'), join(folder, 'signature')]
    await writeFile(signers, `signer namespaces="${openingNamespace}" ${listed}\n`, { mode: 0o600 })
    await writeFile(made, signature, { mode: 0o600 })
    return await isYes(['-Y', 'verify', '-q', '-f', signers, '-I', 'signer', '-n', openingNamespace, '-s', made], text)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Its kind and its bytes, without options and comment: what stands around a key on the list gives it no other meaning. */
function plainKey(key: string): string | undefined {
  return /^((?:sk-)?(?:ssh|ecdsa)-[\w@.-]+) ([\w+/]+=*)(?:\s|$)/.exec(key.trim())?.slice(1, 3).join(' ')
}

function isYes(args: string[], input: string): Promise<boolean> {
  return new Promise(resolve => {
    const child = spawn('ssh-keygen', args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: withinMs })
    child.on('error', () => resolve(false))
    child.on('close', code => resolve(code === 0))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
