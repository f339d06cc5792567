import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AllowsShells, openingsOf, type Question, type WantedOpening } from '../../src/agent/openings.ts'
import { type Opening, openingText, type SignedOpening } from '../../src/terminal/opening.ts'
import { requireProgram } from '../real-program.ts'
import { p256, passkey, sshKey, sshSigned } from './signing.ts'

const isHere = requireProgram('ssh-keygen') !== undefined
const it = test.skipIf(!isHere)

const wanted: WantedOpening = {
  incident: '0191d0e0-0000-7000-8000-000000000012',
  terminal: '7d1d2f6e-0000-4000-8000-000000000001',
}
const another = '7d1d2f6e-0000-4000-8000-000000000002'
const folder = mkdtempSync(join(tmpdir(), 'fireline-signing-'))
const touch = passkey('fireline.example.com')
let ben: ReturnType<typeof sshKey>
let eve: ReturnType<typeof sshKey>
let listed: AllowsShells

beforeAll(() => {
  if (!isHere) return
  ben = sshKey(folder, 'ben')
  eve = sshKey(folder, 'eve')
  const accounts = { ben: { key: ben.public, as: 'ben' }, cleo: { passkey: touch.listed } }
  listed = { level: 4, shell: { accounts } }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Host {
  openings: {
    wanted(want: WantedOpening): Question | { no: string }
    open(opening: Opening, signed: SignedOpening): Promise<unknown>
  }
  waitMs(ms: number): void
  running: Map<string, { as?: string }>
}

function hostOf(file: () => AllowsShells = () => listed): Host {
  const running = new Map<string, { as?: string }>()
  let ms = 1_000
  const clock = { ms: () => ms, now: () => new Date(Date.UTC(2026, 2, 2, 2, 10) + ms) }
  const here = openingsOf({ host: 'db-1', runsAs: terminal => running.get(terminal), clock })
  const openings: Host['openings'] = {
    wanted: want => here.wanted(want, file()),
    open: (opening, signed) => here.open(opening, signed, file()),
  }
  return { openings, running, waitMs: more => (ms += more) }
}

/** What Ben signs when he is asked honestly. */
function asked({ openings }: Host, want: WantedOpening = wanted): Opening {
  const question = openings.wanted(want)
  if ('no' in question) throw new Error(question.no)
  const { nonce, notAfter } = question
  const { incident, terminal } = want
  return { host: 'db-1', account: 'ben', incident, terminal, nonce, notAfter, person: 'p-ben', sessionKey: p256() }
}

const bensHand = (opening: Opening): SignedOpening => ({ ssh: sshSigned(opening, ben.file) })

it('who is on the list of the host opens a shell there by their own SSH key, and by their passkey', async () => {
  const host = hostOf()
  const opening = asked(host)
  expect(await host.openings.open(opening, bensHand(opening))).toMatchObject({ joins: false, listed: { as: 'ben' } })
  const cleos = { ...asked(host), account: 'cleo', person: 'p-cleo' }
  const signed = { passkey: touch.answer(openingText(cleos)) }
  expect(await host.openings.open(cleos, signed)).toMatchObject({ listed: { passkey: touch.listed } })
})

/** What somebody tries who owns the server and its database: each has all that Ben ever signed, and none of his keys. */
const tries: Record<string, { try(host: Host): [Opening, SignedOpening]; no: string }> = {
  'a signature by a key of its own': {
    try(host) {
      const opening = asked(host)
      return [opening, { ssh: sshSigned(opening, eve.file) }]
    },
    no: 'bad-signature',
  },
  'no signature at all': { try: host => [asked(host), { ssh: '' }], no: 'bad-signature' },
  'a signature that Ben made for something else': {
    try(host) {
      const opening = asked(host)
      return [opening, { ssh: sshSigned(opening, ben.file, 'git') }]
    },
    no: 'bad-signature',
  },
  'a session key of its own under what Ben signed': {
    try(host) {
      const opening = asked(host)
      return [{ ...opening, sessionKey: p256() }, bensHand(opening)]
    },
    no: 'bad-signature',
  },
  'another person in the place of who signed': {
    try(host) {
      const opening = asked(host)
      return [{ ...opening, person: 'p-eve' }, bensHand(opening)]
    },
    no: 'bad-signature',
  },
  'an opening that Ben signed for another host': {
    try(host) {
      const opening = { ...asked(host), host: 'web-1' }
      return [opening, bensHand(opening)]
    },
    no: 'other-host',
  },
  'an opening that Ben signed for another incident': {
    try(host) {
      const opening = { ...asked(host), incident: another }
      return [opening, bensHand(opening)]
    },
    no: 'other-incident',
  },
  'the same opening for another terminal': {
    try(host) {
      const opening = { ...asked(host), terminal: another }
      return [opening, bensHand(opening)]
    },
    no: 'other-terminal',
  },
  'an opening with a question of its own': {
    try(host) {
      const opening = { ...asked(host), nonce: 'made up' }
      return [opening, bensHand(opening)]
    },
    no: 'unknown-nonce',
  },
  'an opening a minute too late': {
    try(host) {
      const opening = asked(host)
      host.waitMs(60_000)
      return [opening, bensHand(opening)]
    },
    no: 'too-late',
  },
  'a later end than the host said': {
    try(host) {
      const opening = { ...asked(host), notAfter: '2030-01-01T00:00:00.000Z' }
      return [opening, bensHand(opening)]
    },
    no: 'too-late',
  },
  'the name of somebody who is not on the list': {
    try(host) {
      const opening = { ...asked(host), account: 'eve' }
      return [opening, { ssh: sshSigned(opening, eve.file) }]
    },
    no: 'not-listed',
  },
  'a name that every object has': {
    try(host) {
      const opening = { ...asked(host), account: 'constructor' }
      return [opening, { ssh: sshSigned(opening, eve.file) }]
    },
    no: 'not-listed',
  },
  'no key to sign keys with': {
    try(host) {
      const opening = { ...asked(host), sessionKey: 'AAAA' }
      return [opening, bensHand(opening)]
    },
    no: 'bad-session-key',
  },
  'a passkey for another site': {
    try(host) {
      const opening = { ...asked(host), account: 'cleo' }
      const rpId = 'fireline.example.org'
      return [opening, { passkey: touch.answer(openingText(opening), { rpId, origin: `https://${rpId}` }) }]
    },
    no: 'bad-signature',
  },
  'a passkey asked by a page of another site': {
    try(host) {
      const opening = { ...asked(host), account: 'cleo' }
      return [opening, { passkey: touch.answer(openingText(opening), { origin: 'https://evil.example.com.test' }) }]
    },
    no: 'bad-signature',
  },
  'a passkey that nobody touched': {
    try(host) {
      const opening = { ...asked(host), account: 'cleo' }
      return [opening, { passkey: touch.answer(openingText(opening), { flags: 0x04 }) }]
    },
    no: 'bad-signature',
  },
  'a passkey that signed another text': {
    try(host) {
      const opening = { ...asked(host), account: 'cleo' }
      return [opening, { passkey: touch.answer(openingText({ ...opening, person: 'p-eve' })) }]
    },
    no: 'bad-signature',
  },
}

it.each(Object.entries(tries))('a stolen server opens nothing with %s', async (_, { try: tried, no }) => {
  const host = hostOf()
  const [opening, signed] = tried(host)
  expect(await host.openings.open(opening, signed)).toEqual({ no })
  // Whatever came of it, the same question is never answered again.
  expect(await host.openings.open(opening, signed)).toEqual({ no: 'unknown-nonce' })
})

it('an opening that held is worth nothing a second time, and nothing after the agent was started again', async () => {
  const host = hostOf()
  const opening = asked(host)
  const signed = bensHand(opening)
  expect(await host.openings.open(opening, signed)).toMatchObject({ joins: false })
  expect(await host.openings.open(opening, signed)).toEqual({ no: 'unknown-nonce' })
  expect(await hostOf().openings.open(opening, signed)).toEqual({ no: 'unknown-nonce' })
})

it('the file on the host is read for each opening: what is taken off it opens nothing from then on', async () => {
  let file = listed
  const host = hostOf(() => file)
  const opening = asked(host)
  file = { level: 4, shell: { accounts: {} } }
  expect(await host.openings.open(opening, bensHand(opening))).toEqual({ no: 'not-listed' })
  file = { ...listed, level: 3 }
  expect(host.openings.wanted(wanted)).toEqual({ no: 'shell-off' })
})

it('who takes a shell over signs on their own, and only a shell that runs as whom they may be', async () => {
  const host = hostOf()
  const joins = { ...wanted, joins: true } as const
  expect(host.openings.wanted(joins)).toEqual({ no: 'other-terminal' })
  host.running.set(wanted.terminal, { as: 'root' })
  const into = asked(host, joins)
  expect(await host.openings.open(into, bensHand(into))).toEqual({ no: 'other-account' })
  host.running.set(wanted.terminal, { as: 'ben' })
  const again = asked(host, joins)
  expect(await host.openings.open(again, bensHand(again))).toMatchObject({ joins: true })
  // A shell that runs is not opened once more under its name.
  expect(host.openings.wanted(wanted)).toEqual({ no: 'other-terminal' })
})

it('a server that asks again and again fills no memory, and its last question still counts', async () => {
  const host = hostOf()
  const first = asked(host)
  for (let times = 0; times < 1_000; times++) host.openings.wanted(wanted)
  const last = asked(host)
  expect(await host.openings.open(first, bensHand(first))).toEqual({ no: 'unknown-nonce' })
  expect(await host.openings.open(last, bensHand(last))).toMatchObject({ joins: false })
})
