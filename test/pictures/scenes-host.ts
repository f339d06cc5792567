import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { placeFiles } from '../../src/agent/guard/place-files.ts'
import { guardPlaces } from '../../src/agent/guard/places.ts'
import { tellFiles } from '../../src/agent/guard/tell.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type HostTerminal, openHostTerminal } from './host-terminal.ts'
import type { Night } from './night.ts'
import type { Picture, Size } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const host = { number: 0, incident: '', key: '', under: '', screen: undefined as Shown | undefined }
const places = () => guardPlaces(host.under)
const room = () => `/incidents/INC-${host.number}`
const prompt = '\u001b[32mana@db-9\u001b[0m:~$ '

/** Ana repairs db-9, which has a guard; others come by. */
async function guarded(night: Night): Promise<void> {
  const { clock, people, world } = night
  await clock('11:10:00')
  const said = { title: 'Invoices are not written', severity: 'sev2', service: 'shop' }
  const { body } = await people.ana.post<Incident>('/api/v1/incidents', said)
  Object.assign(host, { number: body.number, incident: body.id })
  await people.ana.post(`/api/v1/incidents/${body.id}/acknowledge`)
  host.screen = await shareScreen(night, 'ana', 'ssh db-9', body.id, { host: 'db-9' })
  host.screen.says(
    `${prompt}df -h /var\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/sda2        40G   40G   12K 100% /var\n` +
      `${prompt}du -xsh /var/* | sort -h | tail -3\n`,
  )
  const made = await world.admin.post<{ key: string; watchKey: string }>('/api/v1/hosts/db-9/guard', {})
  host.key = made.body.key
  host.under = mkdtempSync(join(tmpdir(), 'fireline-db-9-'))
  placeFiles(places(), tellFiles(places(), { server: world.url, ...made.body }))
  mkdirSync(`${places().folder}/held`)
  writeFileSync(`${places().folder}/held/${userInfo().username}:ben`, `ssh-ed25519 AAAA\n${host.under}/keys\n`)
  writeFileSync(`${host.under}/keys`, 'ssh-ed25519 AAAA ben\n')
  mkdirSync(`${host.under}/bin`)
  writeFileSync(`${host.under}/bin/uname`, '#!/bin/sh\necho db-9\n')
  chmodSync(`${host.under}/bin/uname`, 0o755)
}

/** What its guard tells, each at its time; the last of them asked about, and answered. */
async function others(night: Night): Promise<void> {
  const { clock, people, world } = night
  const tells = async (time: string, touch: object) => {
    await clock(time)
    const answer = await fetch(`${world.url}/guard/${host.key}/touched`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(touch),
    })
    if (answer.status !== 200) throw new Error(`the guard was not heard: ${answer.status}`)
  }
  await tells('11:14:00', { what: 'cron', who: 'root', why: '/usr/local/bin/rotate-invoices', count: 3 })
  await tells('11:15:00', { what: 'package', why: 'upgrade postgresql-15 15.13-0 -> 15.14-0', count: 12 })
  await tells('11:16:30', { what: 'no-tty', who: 'deploy', from: '10.0.3.9', count: 2 })
  await tells('11:18:00', { what: 'unasked', who: 'mira', why: 'Fireline did not answer at 2025-11-12 11:12 UTC' })
  await tells('11:19:20', { what: 'login', who: 'jonas', from: '10.0.0.21' })
  await tells('11:21:00', { what: 'login', who: 'ben', from: '10.0.0.7', why: 'the disk is full' })
  const { touched = [] } = (await people.ana.get<Incident>(`/api/v1/incidents/${host.incident}`)).body
  const asks = async (who: 'mira' | 'jonas', says: 'maybe-mine' | 'not-mine') => {
    const touch = touched.find(one => one.who === who)?.entry
    const at = `/api/v1/incidents/${host.incident}`
    await people.ana.post(`${at}/ask-was-it-you`, { touch, person: people[who].id })
    await people[who].post(`${at}/${says}`, { change: touch })
  }
  await asks('mira', 'maybe-mine')
  await asks('jonas', 'not-mine')
}

const told = 'has the keyboard here'
const atHome = { path: '/health/live', shows: 'ok' } as const

async function onHost(size: Size, what: string[], does: (terminal: HostTerminal) => Promise<void>) {
  const env = { PATH: `${host.under}/bin:${process.env['PATH']}`, SSH_CONNECTION: '10.0.0.7 5 10.0.0.9 22' }
  const terminal = openHostTerminal(size, places().program, what, { typed: 'ssh db-9', env })
  await does(terminal)
  return terminal
}

/** On the host itself, and what the room is told of it. */
export const onTheHost: readonly Picture[] = [
  {
    name: 'host-tell',
    says: 'Ben logs in on a host where Ana has the keyboard: he is told, and one key goes on.',
    before: guarded,
    ...atHome,
    async act(page, size) {
      const terminal = await onHost(size, ['tell'], at => at.says(told))
      await terminal.draw(page, 'Ben’s own terminal')
      terminal.end()
    },
  },
  {
    name: 'host-held',
    says: 'Ben’s key is held meanwhile: he lands in Ana’s screen, and reads that he watches and what his keys do.',
    ...atHome,
    async act(page, size) {
      const terminal = await onHost(size, ['hold', 'ben'], async at => {
        await at.says('du -xsh')
      })
      await terminal.draw(page, 'Ben’s own terminal')
      terminal.end()
    },
  },
  {
    name: 'host-held-left',
    says: 'Ben goes in all the same: he is asked why.',
    ...atHome,
    async act(page, size) {
      const terminal = await onHost(size, ['hold', 'ben'], async at => {
        await at.says('du -xsh')
        at.type('b')
        await at.says('Why?')
      })
      await terminal.draw(page, 'Ben’s own terminal')
      terminal.end()
    },
  },
  {
    name: 'host-hung',
    says: 'Fireline does not answer: within a second Ben is let in, and told so.',
    ...atHome,
    async act(page, size) {
      const server = `${places().folder}/server`
      writeFileSync(server, 'http://127.0.0.1:1\n')
      const terminal = await onHost(size, ['tell'], at => at.says('You are let in.'))
      await terminal.draw(page, 'Ben’s own terminal')
      terminal.end()
    },
  },
  {
    name: 'room-on-the-host',
    says: 'What others did on the host meanwhile, like ones together; one of them opened, two were asked.',
    before: others,
    as: 'ana',
    path: room,
    shows: 'Not by the operator',
    async act(page, size) {
      if (size === 'phone') await page.getByRole('button', { name: 'Terminal' }).first().click()
      await page.locator('summary', { hasText: '10.0.0.7 logged in' }).click()
      await page.getByRole('button', { name: 'Ask Ben: was it you?' }).scrollIntoViewIfNeeded()
    },
    async after() {
      rmSync(host.under, { recursive: true, force: true })
      await host.screen?.ends()
    },
  },
]
