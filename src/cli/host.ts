import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { say } from './host-words.ts'

/** Undone by itself after so long, unless somebody confirms that they can still log in. */
const confirmWithinSeconds = 120

interface Where {
  host?: string
  also?: string[]
}

export function hostCommand(program: Command): void {
  const host = program
    .command('host')
    .description('What Fireline does on this host itself.')
    .addHelpText(
      'after',
      `
Examples:
  fireline host guard install               tells it to everybody who logs in with a terminal
  fireline host guard confirm               from another login: you can still get in, so it stays
  fireline host guard hold ben --account root --key "$(cat ben.pub)"
  fireline host guard release ben
  fireline host guard status
  fireline host guard uninstall             without a trace; /etc/fireline/guard/uninstall does the same without us`,
    )
  const guard = host
    .command('guard')
    .description(
      'Who logs in here during an incident is told who has the keyboard. What has no terminal is never touched.',
    )
  guard
    .command('install')
    .description(`Put it here, as root. It undoes itself after ${confirmWithinSeconds} s unless you confirm it.`)
    .option('--host <name>', 'what terminals of this host are called; its own name otherwise')
    .option('--also <name...>', 'other names of this host')
    .action(install)
  guard
    .command('hold')
    .description('While somebody else has the keyboard, their key with a terminal lands in the watch view.')
    .argument('<person>', 'as their account, or Fireline, calls them')
    .requiredOption('--account <account>', 'of this host')
    .requiredOption('--key <key>', 'their public key, which opens that account already')
    .action(hold)
  guard
    .command('know')
    .description('Know a person by their key, so that the operator is not told of herself. Holds nobody.')
    .argument('<person>')
    .requiredOption('--key <key>', 'their public key')
    .action(know)
  guard
    .command('release')
    .description('Hold a person no more; without a name, nobody.')
    .argument('[person]')
    .action(release)
  guard
    .command('watch')
    .description('Runs until it is stopped: no login waits for the line, and what others do here is told in the room.')
    .action(watch)
  guard.command('confirm').description('It stays.').action(confirm)
  guard.command('status').description('What it is here, and what it hears.').action(status)
  guard.command('uninstall').description('Take all of it off again.').action(uninstall)
}

async function install({ host: named, also }: Where): Promise<void> {
  needRoot()
  const { installGuard } = await import('../agent/guard/install.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  const { tellFiles } = await import('../agent/guard/tell.ts')
  const api = client()
  const host = named ?? hostname()
  const keys = await api.post<{ key: string; watchKey: string }>(`/api/v1/hosts/${encodeURIComponent(host)}/guard`, {
    also: also ?? [],
  })
  const places = guardPlaces()
  const ca = process.env['NODE_EXTRA_CA_CERTS']
  const asks = { ...keys, server: api.login.url, ...(ca && { ca: readFileSync(ca, 'utf8') }) }
  await installGuard(places, tellFiles(places, asks), { confirmWithinSeconds })
  process.stdout.write(say.installed(host, confirmWithinSeconds))
}

async function hold(person: string, { account, key }: { account: string; key: string }): Promise<void> {
  needRoot()
  const { holdPerson } = await import('../agent/guard/hold.ts')
  const { sshdHere } = await import('../agent/guard/sshd-here.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  const sshd = sshdHere()
  if (!sshd) throw new Error(say.noSshd)
  await holdPerson(guardPlaces(), sshd, { person, account, key }, { confirmWithinSeconds })
  process.stdout.write(say.held(person, account, confirmWithinSeconds))
}

async function know(person: string, { key }: { key: string }): Promise<void> {
  needRoot()
  const { knowPerson } = await import('../agent/guard/hold.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  knowPerson(guardPlaces(), person, key)
  process.stdout.write(say.known(person))
}

async function release(person: string | undefined): Promise<void> {
  needRoot()
  const { releaseAll, releasePerson } = await import('../agent/guard/hold.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  const places = guardPlaces()
  const done = person ? await releasePerson(places, person) : await releaseAll(places)
  process.stdout.write(say.released(person, done))
}

async function watch(): Promise<void> {
  needRoot()
  const { watchHost } = await import('../agent/guard/watch-host.ts')
  const { hostLines } = await import('../agent/guard/host-lines.ts')
  const { hasGuard } = await import('../agent/guard/install.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  const places = guardPlaces()
  if (!hasGuard(places)) throw new Error(say.none.trim())
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  process.stdout.write(say.watches)
  await watchHost({ places, lines: hostLines(stop.signal) }, stop.signal)
}

async function confirm(): Promise<void> {
  needRoot()
  const { confirmGuard } = await import('../agent/guard/install.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  process.stdout.write(confirmGuard(guardPlaces()) ? say.stays : say.nothingToConfirm)
}

async function status(): Promise<void> {
  const { guardPlaces } = await import('../agent/guard/places.ts')
  const { guardHere } = await import('../agent/guard/install.ts')
  process.stdout.write(say.is(await guardHere(guardPlaces())))
}

async function uninstall(): Promise<void> {
  needRoot()
  const { uninstallGuard } = await import('../agent/guard/install.ts')
  const { guardPlaces } = await import('../agent/guard/places.ts')
  process.stdout.write((await uninstallGuard(guardPlaces())) ? say.gone : say.none)
}

function needRoot(): void {
  if (process.getuid?.() !== 0) throw new Error(say.needsRoot)
}
