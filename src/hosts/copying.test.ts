import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { openBrowser } from '../../test/rally/people-at-a-terminal.ts'
import { newId } from '../engine/id.ts'
import { postgresLive } from '../engine/live.ts'
import type { Refusal } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import { folderCopy } from '../integrations/folder/folder.ts'
import type { BackupDriver } from '../steps/change/backup-driver.ts'
import { openSecrets } from '../store/secrets.ts'
import { sweepCopies } from './copies.ts'
import { type CopyingNow, copyingOf } from './copying.ts'
import { roomFeedOf } from './room-feed.ts'
import { takeBackup } from './take-backup.ts'

let world: World
let ana: Caller
let home: string
/** What the copy under way waits for. */
let goOn = Promise.withResolvers<void>()
let inFolder = ''

/** Copies a folder, and stands still in the middle of it. */
const slow: BackupDriver = {
  ...folderCopy,
  async take(task, signal, tell) {
    inFolder = task.folder
    await writeFile(join(task.folder, 'half'), 'x'.repeat(1_000))
    tell?.({ phase: 'copy', done: 1_000, of: 4_000, unit: 'bytes' })
    const off = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    await Promise.race([goOn.promise, off])
    rmSync(join(task.folder, 'half'))
    return folderCopy.take(task, signal, tell)
  },
}

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  home = mkdtempSync(join(tmpdir(), 'fireline-copying-'))
  mkdirSync(join(home, 'etc'))
  writeFileSync(join(home, 'etc', 'shop.conf'), 'pool = 8\n')
  const { desk } = world.fireline
  const host = {
    copies: join(home, 'copies'),
    dataDir: world.dataDir,
    secrets: openSecrets({ dataDir: world.dataDir }),
    drivers: [slow],
  }
  Object.assign(desk.performers, { 'take-backup': takeBackup(host) })
})
afterAll(async () => {
  await world.stop()
  rmSync(home, { recursive: true, force: true })
})

async function copying(more: object = {}) {
  goOn = Promise.withResolvers()
  inFolder = ''
  const fire = { title: 'Checkout fails', severity: 'sev2', service: 'default' }
  const incident = (await ana.post<{ id: string }>('/api/v1/incidents', fire)).body.id
  const ask = (command: string, body: object) =>
    ana.post<{ entries: Entry[]; refusal: Refusal }>(`/api/v1/incidents/${incident}/${command}`, body)
  const touches = [`dir:${join(home, 'etc')}`]
  await ask('propose-change', { what: 'a smaller pool', intent: 'fix', kind: 'complex', touches })
  const copied = ask('take-backup', { change: 'C1', ...more })
  await until(() => inFolder !== '', 'the copy to begin')
  return { incident, ask, copied }
}

const copies = async () => (await ana.get<{ copies: unknown[] }>('/api/v1/copies')).body.copies
const heardBy = (messages: readonly { type: string }[]) =>
  messages.filter(message => message.type === 'copying') as CopyingNow[]

it('how far it is stands in every room, also for who comes later and on another node, and is on no timeline', async () => {
  const { desk } = world.fireline
  const other = { ...desk, live: postgresLive(desk.db) }
  await other.live.start()
  const elsewhere = copyingOf(other)
  const { incident, copied } = await copying()
  const browser = await openBrowser(world.url, ana.token)
  await until(() => elsewhere.last(incident).length > 0, 'the other node to hear of it')
  browser.send({ type: 'watch-timeline', incident, after: 0 })
  const isCopied = (one: CopyingNow) => one.phase === 'copy'
  await until(() => heardBy(browser.messages).some(isCopied), 'who comes later to hear of it')
  await until(() => elsewhere.last(incident).some(isCopied), 'the other node to hear how far it is')
  const first = heardBy(browser.messages).find(isCopied)
  expect(first).toMatchObject({ incident, phase: 'copy', done: 1_000, of: 4_000, unit: 'bytes', slowed: true })
  expect(elsewhere.last(incident)).toMatchObject([{ backup: first?.backup, done: 1_000 }])
  goOn.resolve()
  const { entries } = (await copied).body
  expect(entries.map(entry => entry.type)).toEqual(['BackupStarted', 'BackupVerified'])
  browser.close()
  elsewhere.stop()
  roomFeedOf(other).stop()
  await other.live.stop()
})

it('at full pace, as a person said, nothing is called slowed', async () => {
  const { incident, copied } = await copying({ pace: 'full' })
  await until(() => copyingOf(world.fireline.desk).last(incident).length > 0, 'the first word of it')
  expect(copyingOf(world.fireline.desk).last(incident)[0]).not.toHaveProperty('slowed')
  goOn.resolve()
  const [started] = (await copied).body.entries
  expect(started?.data).toMatchObject({ pace: 'full' })
})

it('called off it ends at once: who and why stand on the timeline, and nothing of it stays', async () => {
  const { ask, copied, incident } = await copying()
  const before = (await copies()).length
  const stopped = (await ask('stop-backup', { backup: 'B1', reason: 'Checkout got slower.' })).body.entries
  expect(stopped.map(entry => entry.type)).toEqual(['BackupFailed'])
  expect(stopped[0]?.data).toMatchObject({ stopped: true, reason: 'Stopped by Ana: Checkout got slower.' })
  expect((await copied).body.entries.map(entry => entry.type)).toEqual(['BackupStarted', 'BackupFailed'])
  const place = join(home, 'copies', incident)
  await until(
    () => !existsSync(inFolder) && !existsSync(join(place, String(stopped[0]?.data['backup' as never]))),
    'its folder to be gone',
  )
  expect((await copies()).length).toBe(before)
  mkdirSync(join(inFolder, 'left', 'by a killed node'), { recursive: true })
  await sweepCopies(world.fireline.desk, { copies: join(home, 'copies'), dataDir: world.dataDir })
  expect(existsSync(place)).toBe(false)
  expect((await ask('stop-backup', { backup: 'B1' })).body.entries).toEqual([])
  const no = (await ask('stop-backup', { backup: 'B9' })).body.refusal
  expect([no.code, no.next.map(one => one.command)]).toEqual(['unknown-copy', ['take-backup']])
})

it('nothing is written onto a disk that an alert of this host fires about; the next one of another host is no matter', async () => {
  const { db, clock } = world.fireline.desk
  const fires = async (labels: object) => {
    const said = JSON.stringify({ title: 'The disk fills up', labels, annotations: {} })
    await db.query(
      `insert into alert (id, integration, fingerprint, signature, status, severity, service, started_at, first_at, heard_at, said)
       values ($1::uuid, $1::uuid, $3, 's', 'firing', 'critical', 'default', $2, $2, $2, $3)`,
      [newId(clock.now()), clock.now(), said],
    )
  }
  await fires({ mountpoint: home, instance: 'db-9:9100' })
  const { ask, copied } = await copying()
  goOn.resolve()
  expect((await copied).body.entries.at(-1)?.type).toBe('BackupVerified')
  await fires({ mountpoint: home, instance: `${hostname()}:9100` })
  const [, no] = (await ask('take-backup', { change: 'C1' })).body.entries
  expect(no?.data).toMatchObject({
    why: 'burning-disk',
    reason: expect.stringContaining('“The disk fills up” fires') as string,
  })
  await db.query(`delete from alert`)
})

it('one that is proven cannot be called off any more', async () => {
  const { ask, copied } = await copying()
  goOn.resolve()
  await copied
  const no = (await ask('stop-backup', { backup: 'B1' })).body.refusal
  expect([no.code, no.message]).toEqual(['copy-not-under-way', 'B1 is not being taken any more.'])
})
