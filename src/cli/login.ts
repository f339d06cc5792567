import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { client, loginFile, readLogin } from '../api/client.ts'

interface Code {
  deviceCode: string
  userCode: string
  url: string
  interval: number
  expiresInSeconds: number
}
type Polled = { pending: true; interval: number } | { token: string; person: { name: string } }

export function loginCommand(program: Command): void {
  program
    .command('login')
    .description('Sign in from this terminal: it shows a code, and you say yes to it in your browser.')
    .argument('[url]', 'where Fireline is')
    .option('--token <token>', 'an API token instead of a code')
    .addHelpText(
      'after',
      `
Examples:
  fireline login                                  the Fireline that this program is from, or on this machine
  fireline login https://fireline.example.org     another one, from now on`,
    )
    .action(login)
}

async function login(address: string | undefined, { token: given }: { token?: string }): Promise<void> {
  const { FIRELINE_URL, FIRELINE_HANDED_OUT_BY } = process.env
  const url = (address ?? FIRELINE_URL ?? FIRELINE_HANDED_OUT_BY ?? readLogin().url).replace(/\/+$/, '')
  const { token, name } = given ? { token: given, name: await whoIs(url, given) } : await byCode(url)
  const file = loginFile()
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const partial = `${file}.${process.pid}`
  writeFileSync(partial, `${JSON.stringify({ url, token })}\n`, { mode: 0o600 })
  renameSync(partial, file)
  process.stdout.write(`Signed in as ${name}.\n`)
}

async function byCode(url: string): Promise<{ token: string; name: string }> {
  const name = `${userInfo().username} on ${hostname()}`.slice(0, 100)
  const code = await client({ url }).post<Code>('/api/v1/device', { name })
  process.stdout.write(`Open ${code.url}\nand say yes to the code ${code.userCode}\n`)
  const endMs = Date.now() + code.expiresInSeconds * 1000
  while (Date.now() < endMs) {
    const answer = await ask(url, code.deviceCode)
    if ('token' in answer) return { token: answer.token, name: answer.person.name }
    await pause(answer.interval * 1000)
  }
  throw new Error('Nobody said yes in time. Run `fireline login` again.')
}

/** Without an Idempotency-Key: its stored answer would hold the token. */
async function ask(url: string, deviceCode: string): Promise<Polled> {
  const response = await fetch(`${url}/api/v1/device/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deviceCode }),
  })
  const said = (await response.json()) as Polled & { error?: { message: string } }
  if (!response.ok) throw new Error(said.error?.message ?? `Fireline answered ${response.status}.`)
  return said
}

async function whoIs(url: string, token: string): Promise<string> {
  const me = await client({ url, token }).get<{ name?: string; person?: { name: string } }>('/api/v1/me')
  return me.name ?? me.person?.name ?? 'yourself'
}
