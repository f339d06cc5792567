import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { isRestricted, readAuthorizedLine } from './authorized-line.ts'
import { hasGuard, unconfirmedHold } from './install.ts'
import type { GuardPlaces } from './places.ts'
import { proveEntry } from './prove-entry.ts'
import { revertLater, untilIn } from './revert.ts'
import { askSshd, keyFilesOf, type SshdHere } from './sshd-here.ts'
import { quoted } from './uninstall-script.ts'

const run = promisify(execFile)

/** Who is held, and with which key into which account. `person` is called as their account, or as Fireline calls them. */
export interface Held {
  person: string
  account: string
  /** A line of an authorized_keys file, or the key alone. */
  key: string
}

/**
 * Holds a person while somebody else has the keyboard: with a terminal their key lands in the watch view. Nobody else's key meets the guard.
 * sshd finds the key in our file first; the files that it read before it goes on reading. What this changes is tried, and undone where
 * sshd does not let in any more; unless somebody confirms in time, it is undone as well.
 */
export async function holdPerson(
  places: GuardPlaces,
  sshd: SshdHere,
  held: Held,
  { confirmWithinSeconds }: { confirmWithinSeconds: number },
): Promise<void> {
  if (!hasGuard(places)) throw new Error('There is no guard here yet: fireline host guard install')
  const { person, account } = held
  if (!/^[a-z0-9][a-z0-9._-]{0,31}$/.test(person))
    throw new Error(`A person is called as their account is, in small letters, and not ${person}.`)
  const before = (await askSshd(sshd, account)).keyFiles.filter(file => !file.startsWith(places.folder))
  const files = await keyFilesOf(account, before)
  const { options, key } = findKey(held, files)
  writeFileSync(unhold(places), unholdScript(places, sshd), { mode: 0o700 })
  try {
    list(places, held, { options, key, files })
    writeFileSync(dropIn(sshd), dropInText(places, before), { mode: 0o644 })
    await tryIt(places, sshd, account)
  } catch (error) {
    await releaseAll(places)
    throw new Error(`${error instanceof Error ? error.message : String(error)} Nobody is held.`, { cause: error })
  }
  const until = untilIn(confirmWithinSeconds)
  writeFileSync(unconfirmedHold(places), `${until}\n`, { mode: 0o644 })
  revertLater(unconfirmedHold(places), unhold(places), until, confirmWithinSeconds)
}

/** By their key we know who they are, and hold them never: so the operator is not told of herself. Only where somebody is held. */
export function knowPerson(places: GuardPlaces, person: string, key: string): void {
  if (!existsSync(unhold(places)))
    throw new Error('Nobody is held here, so sshd does not say by which key somebody came.')
  write(`${places.folder}/people`, `${person} ${keyIn(key)}`, keyIn(key))
}

/** Not held any more, on this account or on any; the last one takes everything with them. False when they were not. */
export async function releasePerson(places: GuardPlaces, person: string, account?: string): Promise<boolean> {
  const all = heldHere(places)
  const theirs = all.filter(one => one.person === person && (account ?? one.account) === one.account)
  if (theirs.length > 0 && theirs.length === all.length) await releaseAll(places)
  else for (const one of theirs) unlist(places, one)
  return theirs.length > 0
}

/** Everybody who is held, with the key and the files in which it opens their account. */
export function heldHere({ folder }: GuardPlaces): (Held & { files: string[] })[] {
  if (!existsSync(`${folder}/held`)) return []
  return readdirSync(`${folder}/held`).map(name => {
    const [account = '', person = ''] = name.split(':')
    const [key = '', ...files] = readFileSync(`${folder}/held/${name}`, 'utf8').trim().split('\n')
    return { account, person, key, files }
  })
}

function unlist({ folder }: GuardPlaces, { account, person, key }: Held): void {
  for (const path of [`${folder}/keys/${account}`, `${folder}/people`]) {
    const others = readFileSync(path, 'utf8')
      .split('\n')
      .filter(line => !line.includes(key))
    newFile(path, others.join('\n'), 0o644)
  }
  rmSync(`${folder}/held/${account}:${person}`)
}

/** Nobody is held any more, and sshd reads what it read before. False when nobody was. */
export async function releaseAll(places: GuardPlaces): Promise<boolean> {
  if (!existsSync(unhold(places))) return false
  await run('/bin/sh', [unhold(places)])
  return true
}

/** The key must open the account already: to be listed lets nobody in. */
function findKey({ account, key: named }: Held, files: readonly string[]): { options: string; key: string } {
  const key = keyIn(named)
  const lines = files.flatMap(file => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []))
  const found = lines.map(readAuthorizedLine).find(line => line?.key === key)
  if (!found) throw new Error(`This key does not open ${account}: it stands in none of ${files.join(', ')}.`)
  if (isRestricted(found.options))
    throw new Error(`This key is restricted to a command of its own. It stays as it is, and is never held.`)
  return found
}

function keyIn(line: string): string {
  const key = readAuthorizedLine(line)?.key
  if (!key) throw new Error('This is no key: give it as it stands in their .pub file.')
  return key
}

function list(
  places: GuardPlaces,
  { person, account }: Held,
  { options, key, files }: { options: string; key: string; files: readonly string[] },
): void {
  const { program, folder } = places
  const command = `command="${program} hold ${person}"`
  const keys = `${folder}/keys/${account}`
  write(keys, `${[command, options].filter(one => one !== '').join(',')} ${key} ${person}`, key)
  write(`${folder}/people`, `${person} ${key}`, key)
  newFile(`${folder}/held/${account}:${person}`, [key, ...files, ''].join('\n'), 0o644)
  // The account's own copy, so that who is held there may watch.
  const watch = `${folder}/watch/${account}`
  newFile(watch, readFileSync(`${folder}/watch-key`, 'utf8'), 0o400)
  const { uid, gid } = ownerOf(files)
  chownSync(watch, uid, gid)
}

/** Whoever owns the files that open an account is that account, or root for it. */
const ownerOf = (files: readonly string[]) => statSync(files.find(file => existsSync(file)) ?? '/')

/** One line for each key. */
function write(path: string, line: string, key: string): void {
  const others = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  newFile(path, [...others.filter(one => one !== '' && !one.includes(key)), line, ''].join('\n'), 0o644)
}

function newFile(path: string, text: string, mode: number): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  rmSync(path, { force: true })
  writeFileSync(path, text, { mode })
}

const dropIn = ({ dropIns }: SshdHere): string => `${dropIns}/00-fireline-guard.conf`
const unhold = ({ folder }: GuardPlaces): string => `${folder}/unhold`

const dropInText = ({ folder }: GuardPlaces, before: readonly string[]): string =>
  `# Fireline: keys of listed people are found here first. \`fireline host guard release\` removes it.
AuthorizedKeysFile ${folder}/keys/%u ${before.join(' ')}
ExposeAuthInfo yes
`

const unholdScript = (places: GuardPlaces, sshd: SshdHere): string => `#!/bin/sh
# Nobody is held any more, and sshd reads what it read before.
rm -f ${quoted(dropIn(sshd))} ${quoted(unconfirmedHold(places))}
${sshd.reload}
rm -rf ${['keys', 'held', 'people', 'watch', 'unhold'].map(name => quoted(`${places.folder}/${name}`)).join(' ')}
exit 0
`

async function tryIt(places: GuardPlaces, sshd: SshdHere, account: string): Promise<void> {
  const now = await askSshd(sshd, account)
  if (!now.keyFiles[0]?.startsWith(places.folder))
    throw new Error(
      `sshd goes on reading ${now.keyFiles.join(' ')} first for ${account}: ${sshd.dropIns} is not read, or a Match block decides it.`,
    )
  await run('/bin/sh', ['-c', sshd.reload])
  await proveEntry(`${places.folder}/keys/${account}`, account, now)
}
