import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as wholeText } from 'node:stream/consumers'
import { sshPrint } from '../agent/verify-opening.ts'
import { openingNamespace } from '../terminal/opening.ts'

/** A key of the person at this machine: in a file, in their ssh-agent, on a token. Its private half is ssh-keygen's alone. */
export interface OwnKey {
  /** A public key as OpenSSH writes it. */
  public: string
  /** As `ssh-keygen -l` writes it. */
  print: string
  /** What signs: the file named on the command line. */
  file?: string
}

/** The one in this file, or those of the ssh-agent and of ~/.ssh. */
export async function ownSshKeys(file: string | undefined): Promise<OwnKey[]> {
  if (file) return [{ ...keyOf(readPublic(file)), file }]
  const held = (await said('ssh-add', ['-L'], '').catch(() => '')).split('\n')
  const lines = [...held, ...publicFiles()].map(line => line.trim()).filter(line => /^[\w@.-]+ [\w+/=]{20,}/.test(line))
  const byPrint = new Map(lines.map(line => [keyOf(line).print, keyOf(line)]))
  return [...byPrint.values()]
}

/** By ssh-keygen, which asks for a passphrase or a touch itself. */
export async function signBySsh(text: string, key: OwnKey): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-sign-'))
  const file = key.file ?? fileBeside(key.public) ?? join(folder, 'key.pub')
  try {
    if (file.startsWith(folder)) writeFileSync(file, `${key.public}\n`, { mode: 0o600 })
    return await said('ssh-keygen', ['-Y', 'sign', '-f', file, '-n', openingNamespace], text)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const keyOf = (line: string): OwnKey => ({ public: line, print: sshPrint(line) })

function readPublic(file: string): string {
  try {
    return readFileSync(file.endsWith('.pub') ? file : `${file}.pub`, 'utf8').trim()
  } catch {
    throw new Error(`There is no public key beside ${file}: ssh-keygen -y -f ${file} > ${file}.pub writes it.`)
  }
}

const sshFolder = join(homedir(), '.ssh')

function publicFiles(): string[] {
  try {
    const names = readdirSync(sshFolder).filter(name => name.endsWith('.pub'))
    return names.map(name => readFileSync(join(sshFolder, name), 'utf8'))
  } catch {
    return []
  }
}

/** The private half in ~/.ssh, where its public half lies: ssh-keygen asks the ssh-agent first either way. */
function fileBeside(publicKey: string): string | undefined {
  const [kind, blob] = publicKey.split(' ')
  try {
    const names = readdirSync(sshFolder).filter(name => name.endsWith('.pub'))
    const name = names.find(one => readFileSync(join(sshFolder, one), 'utf8').startsWith(`${kind} ${blob}`))
    return name && join(sshFolder, name)
  } catch {
    return undefined
  }
}

/** What a program prints; what it says to the person goes to them. */
async function said(program: string, args: string[], input: string): Promise<string> {
  const isQuiet = input === ''
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', isQuiet ? 'ignore' : 'inherit'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', () => reject(new Error(`${program} is not here: OpenSSH 8.1 or newer has it.`)))
    child.on('close', resolve)
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [out, code] = await Promise.all([wholeText(child.stdout), ended])
  if (code !== 0) throw new Error(`${program} did not sign.`)
  return out
}
