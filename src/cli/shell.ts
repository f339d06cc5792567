import type { Command } from 'commander'
import { type Client, client } from '../api/client.ts'
import type { KeySigner } from '../api/key-signer.ts'
import type { ListedAccount } from '../api/opening-shapes.ts'
import type { Incident } from '../incident/incident.ts'
import { type Opening, openingText } from '../terminal/opening.ts'
import type { Me } from './next-line.ts'
import type { OwnKey } from './own-ssh-keys.ts'
import { shellSay as say } from './shell-words.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  incident?: string
  key?: string
  account?: string
  new?: boolean
}

type ToSign = Omit<Opening, 'account' | 'sessionKey'> & { id: string; accounts: ListedAccount[] }

export function shellCommand(program: Command): void {
  program
    .command('shell')
    .description(
      'A shell on a host whose agent allows it, opened by your own SSH key. Everybody watches; signed keys alone reach it.',
    )
    .argument('<host>', 'as its agent is called')
    .option('--incident <incident>', 'INC-12; the open one when there is just one')
    .option('--key <file>', 'the key that signs; otherwise the one of yours that the host lists')
    .option('--account <name>', 'your name on the list of the host, where your key has several')
    .option('--new', 'another shell, even where one of yours is still running')
    .addHelpText(
      'after',
      `
Examples:
  fireline shell db-1                     by the key in your ssh-agent or in ~/.ssh that db-1 lists
  fireline shell db-1 --key ~/.ssh/work   by this one

The host checks the signature itself, and each key you type: a stolen server opens no shell and types in none.
It may show you something else than the host does: type no password here.`,
    )
    .action(openShell)
}

async function openShell(host: string, options: Options): Promise<void> {
  const { keySigner } = await import('../api/key-signer.ts')
  const { typeInShell } = await import('./type-in-shell.ts')
  const api = client()
  if (!api.login.token) throw new Error('Sign in first: fireline login')
  const is = await whichIncident(api, options.incident)
  const me = await api.get<Me>('/api/v1/me')
  const signer = await keySigner()
  const joins = options.new ? undefined : ownShell(is, host, me.id)
  if (joins) process.stderr.write(say.joins(host))
  const terminal = await opened(api, is, { host, terminal: joins, signer, options })
  const own = { input: process.stdin, output: process.stdout }
  process.exit(await typeInShell({ api, incident: is.id, host, terminal, me: me.id, signer, own }))
}

/** One of theirs that has not ended. */
function ownShell(is: Incident, host: string, me: string): string | undefined {
  const live = new Set(is.terminals.filter(one => one.state === 'live').map(one => one.id))
  const theirs = is.shells?.filter(one => one.person === me && isSame(one.host, host) && live.has(one.terminal))
  return theirs?.at(-1)?.terminal
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

interface Asked {
  host: string
  terminal?: string
  signer: KeySigner
  options: Options
}

async function opened(api: Client, is: Incident, { host, terminal, signer, options }: Asked): Promise<string> {
  const { ownSshKeys, signBySsh } = await import('./own-ssh-keys.ts')
  const own = await ownSshKeys(options.key)
  const path = `/api/v1/incidents/${is.id}/openings`
  const { opening: asked } = await api.post<{ opening: ToSign }>(path, { host, ...(terminal && { terminal }) })
  // What is signed names the host that the person named: a server that answers for another gets no signature.
  if (!isSame(asked.host, host)) throw new Error(say.otherHost(host, asked.host))
  const { account, key } = listedKey(host, asked.accounts, own, options.account)
  process.stderr.write(say.signs(asked.host, account, is.number, key.print))
  const { id, accounts: _, ...question } = asked
  const text = openingText({ ...question, incident: is.id, account, sessionKey: signer.publicKey })
  const signed = { ssh: await signBySsh(text, key) }
  const body = { account, sessionKey: signer.publicKey, signed }
  return (await api.post<{ terminal: string }>(`${path}/${id}/signature`, body)).terminal
}

function listedKey(
  host: string,
  accounts: readonly ListedAccount[],
  own: readonly OwnKey[],
  wanted: string | undefined,
): { account: string; key: OwnKey } {
  const theirs = accounts
    .filter(one => wanted === undefined || one.account === wanted)
    .flatMap(({ account, key: print }) => own.filter(key => key.print === print).map(key => ({ account, key })))
  const [only, ...others] = theirs
  if (!only) throw new Error(say.noKey(host, accounts, own))
  if (others.length > 0 && wanted === undefined) throw new Error(say.whichAccount(theirs.map(one => one.account)))
  return only
}
