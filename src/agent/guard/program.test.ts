import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../../test/harness.ts'
import { placeFiles } from './place-files.ts'
import { guardPlaces } from './places.ts'
import { tellFiles } from './tell.ts'

let under: string
let hung: Server
/** How long the guard waited for it. */
const waitedMs: number[] = []
const waiting = new Set<Socket>()
const places = () => guardPlaces(under)

beforeAll(async () => {
  under = mkdtempSync(join(tmpdir(), 'fireline-guard-'))
  // Takes connections and never says a word.
  hung = createServer(socket => {
    const from = performance.now()
    waiting.add(socket)
    socket.on('error', () => {}).on('close', () => waiting.delete(socket) && waitedMs.push(performance.now() - from))
    socket.resume()
  })
  await new Promise<void>(resolve => hung.listen(0, '127.0.0.1', resolve))
  placeFiles(places(), tellFiles(places(), { server: 'http://127.0.0.1:1', key: 'fl_guard_x', watchKey: 'fl_watch_x' }))
  mkdirSync(dirname(places().state), { recursive: true })
})
afterAll(() => {
  for (const socket of waiting) socket.destroy()
  hung.close()
  rmSync(under, { recursive: true, force: true })
})

it('a dead server and a hung one let in, the hung one within a second, and both say so and write it down', async () => {
  const dead = await tell()
  expect(dead).toContain('Fireline does not answer: it cannot say who has the keyboard')
  expect(dead).toContain('You are let in.')
  writeFileSync(`${places().folder}/server`, hungUrl())
  expect(await tell()).toBe(dead)
  await until(() => waitedMs.length === 1, 'the guard to have given up')
  expect(waitedMs[0]).toBeLessThan(1_000)
  writeFileSync(`${places().folder}/server`, 'http://127.0.0.1:1\n')
  const written = readFileSync(places().log, 'utf8').trim().split('\n')
  expect(written).toEqual(
    Array(2).fill(expect.stringMatching(new RegExp(`Z no answer from Fireline; ${userInfo().username} was let in$`))),
  )
})

it('what has no terminal does not wait for a server that hangs', async () => {
  writeFileSync(`${places().folder}/server`, hungUrl())
  mkdirSync(`${places().folder}/held`)
  writeFileSync(`${places().folder}/held/${userInfo().username}:ben`, `ssh-ed25519 AAAA\n${under}/authorized_keys\n`)
  writeFileSync(`${under}/authorized_keys`, 'ssh-ed25519 AAAA ben\n')
  const env = { ...process.env, SHELL: '/bin/sh', SSH_ORIGINAL_COMMAND: 'echo it came through' }
  const held = await promisify(execFile)(places().program, ['hold', 'ben'], { env })
  expect([held.stdout, waitedMs.length]).toEqual(['it came through\n', 1])
  await until(() => waiting.size === 1, 'the note to be on its way')
  writeFileSync(`${places().folder}/server`, 'http://127.0.0.1:1\n')
})

it('a fresh answer of the watcher is taken as it is, and the server is not asked', async () => {
  kept(0, ['incident INC-12', 'holder Ana', `accounts ana ${userInfo().username}`, 'end'])
  expect(await tell()).toBe('INC-12: you have the keyboard here.\n')
  kept(0, ['incident INC-12', 'end'])
  expect(await tell()).toBe('INC-12: people work on this host. Nobody has the keyboard.\n')
  kept(0, ['end'])
  expect(await tell()).toBe('')
})

it('an answer that is old, that was cut off or that is no answer is none', async () => {
  for (const write of [
    () => kept(60_000, ['incident INC-12', 'holder Ana', 'end']),
    () => kept(0, ['incident INC-12', 'holder An']),
    () => writeFileSync(places().state, 'at $(touch /tmp/x)\nend\n'),
  ]) {
    write()
    expect(await tell()).toContain('You are let in.')
  }
})

it('a hostile answer is only text', async () => {
  const ran = join(under, 'ran')
  const hostile = `An\u001b]0;x\u0007a \u009b2J $(touch ${ran}) \`touch ${ran}\` %s \\033c`
  kept(0, ['incident INC-12', `holder ${hostile}`, 'end'])
  const said = await tell()
  expect(said).toContain(`An]0;xa  2J $(touch ${ran}) \`touch ${ran}\` %s \\033c has the keyboard here.`)
  expect(() => readFileSync(ran)).toThrow('ENOENT')
})

function kept(agoMs: number, lines: string[]): void {
  const at = Math.floor((Date.now() - agoMs) / 1_000)
  writeFileSync(places().state, [`at ${at}`, 'fireline-seat 1', ...lines, ''].join('\n'))
}

/** What it says; it ends well, whatever happens. */
const tell = () =>
  new Promise<string>((resolve, reject) => {
    execFile(places().program, ['tell'], (error, _out, err) => (error ? reject(error) : resolve(err))).stdin?.end()
  })

function hungUrl(): string {
  const address = hung.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`
}
