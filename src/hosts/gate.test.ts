import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { requireProgram } from '../../test/real-program.ts'
import { shopSchema, withClient } from '../../test/shop-database.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Refusal } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import { fireline } from '../incident/entry.ts'
import type { EventData } from '../incident/events.ts'
import type { Incident } from '../incident/incident.ts'
import { inTransaction } from '../store/db.ts'

let world: World
let shop: FreshDatabase
let home: string
let ana: Caller
let touched: string
beforeAll(async () => {
  world = await startWorld({ FIRELINE_LOCAL_RUN: '1' })
  shop = await freshDatabase()
  home = mkdtempSync(join(tmpdir(), 'fireline-etc-'))
  await withClient(shop.config, client => client.query(shopSchema))
  ana = await world.person('Ana')
  const put = await world.admin.put('/api/v1/resources/shop', { kind: 'postgres', url: shop.url })
  expect(put.body).toMatchObject({ slug: 'shop', kind: 'postgres' })
  touched = `pg:shop/${shop.config.database}/public.orders`
})
afterAll(async () => {
  await world.stop()
  await shop.drop()
  rmSync(home, { recursive: true, force: true })
})

async function fire() {
  const id = newId(world.fireline.desk.clock.now())
  const opened = await ana.post<{ id?: string }>('/api/v1/incidents', {
    title: 'orders are wrong',
    severity: 'sev2',
    service: 'default',
  })
  const incident = opened.body.id ?? id
  const ask = (command: string, body: object = {}, by = ana) =>
    by.post(`/api/v1/incidents/${incident}/${command}`, body)
  return {
    incident,
    async done(command: string, body: object = {}, by = ana): Promise<Entry[]> {
      const { status, body: answer } = await ask(command, body, by)
      expect({ status, answer }).toMatchObject({ status: 200 })
      return (answer as { entries: Entry[] }).entries
    },
    async refused(command: string, body: object = {}, by = ana): Promise<Refusal> {
      const { status, body: answer } = await ask(command, body, by)
      expect({ status, answer }).toMatchObject({ status: 409 })
      return (answer as { refusal: Refusal }).refusal
    },
    is: async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body,
    system: (command: string, body: object) =>
      inTransaction(world.fireline.desk.db, tx => {
        const { clock } = world.fireline.desk
        return handle(
          world.fireline.desk,
          tx,
          incident,
          { id: newId(clock.now()), by: fireline, at: clock.at(), body },
          command,
        )
      }),
  }
}
const types = (entries: Entry[]) => entries.map(entry => entry.type)
const complex = (touches: string[], more: object = {}) => ({
  what: 'repair',
  intent: 'fix',
  kind: 'complex',
  touches,
  ...more,
})

describe('the gate on a real database', () => {
  it('refused, copied, proven, run, verified; what it rests on stands on the timeline', async () => {
    const here = await fire()
    const note = join(home, 'ran')
    await here.done('propose-change', complex([touched], { commands: [`echo once >> ${note}`, 'echo fine'] }))
    const no = await here.refused('apply-change', { change: 'C1' })
    expect([no.code, no.message]).toEqual(['no-verified-backup', 'This touches orders. No restorable copy yet.'])
    const copied = await here.done(no.next[0]?.command ?? '', no.next[0]?.body)
    expect(types(copied)).toEqual(['BackupStarted', 'BackupVerified'])
    expect(copied[1]?.data).toMatchObject({
      level: 'L3',
      covers: [touched],
      proof: expect.stringContaining('5,000 rows') as string,
    })
    const applied = await here.done('apply-change', { change: 'C1' })
    expect(types(applied).slice(-2)).toEqual(['ChangeStarted', 'ChangeApplied'])
    expect(applied.at(-1)?.data).toMatchObject({
      how: 'by-agent',
      results: [{ exitCode: 0 }, { exitCode: 0, output: 'fine\n' }],
    })
    expect(readFileSync(note, 'utf8')).toBe('once\n')
    expect(types(await here.done('verify-change', { change: 'C1' }))).toEqual(['ChangeVerified'])
    expect(JSON.stringify(await here.is())).not.toContain(encodeURIComponent(String(shop.config.host)))
  })

  it('a copy altered after it was proven does not count any more, and one that was removed neither', async () => {
    const here = await fire()
    await here.done('propose-change', complex([touched]))
    const [, verified] = await here.done('take-backup', { change: 'C1' })
    const { location } = dataOf(verified)
    const good = readFileSync(location)
    const bad = Buffer.from(good)
    bad.writeUInt8(bad.readUInt8(good.length >> 1) ^ 1, good.length >> 1)
    writeFileSync(location, bad)
    expect((await here.refused('apply-change', { change: 'C1' })).message).toContain('was altered after it was proven')
    rmSync(location)
    expect((await here.refused('apply-change', { change: 'C1' })).message).toContain('is gone or cannot be read')
    writeFileSync(location, good)
    expect(types(await here.done('apply-change', { change: 'C1' }))).toContain('ChangeApplied')
  })

  it('while a copy is read again nobody on that incident waits', async () => {
    const here = await fire()
    await here.done('propose-change', complex([touched]))
    const [, verified] = await here.done('take-backup', { change: 'C1' })
    const { location } = dataOf(verified)
    const good = readFileSync(location)
    rmSync(location)
    // A pipe that nobody writes into yet: reading it takes as long as this test wants.
    execFileSync('mkfifo', [location])
    const asking = here.done('apply-change', { change: 'C1' })
    const isRead = () => {
      try {
        return openSync(location, constants.O_WRONLY | constants.O_NONBLOCK)
      } catch {
        return undefined
      }
    }
    const pipe = await until(isRead, 'the copy to be read')
    await here.done('post-update', { text: 'Still looking', audience: 'responders' })
    // It is another one while it is read, and so it is read again.
    rmSync(location)
    writeFileSync(location, good)
    closeSync(pipe)
    expect(types(await asking)).toContain('ChangeApplied')
  })

  it('a copy that cannot be taken says why, and holds no secret', async () => {
    const url = 'postgres://shop:s3cr%23t-word@127.0.0.1:1/shop'
    await world.admin.put('/api/v1/resources/dead', { kind: 'postgres', url })
    const here = await fire()
    await here.done('propose-change', complex(['pg:dead']))
    const [, failed] = await here.done('take-backup', { change: 'C1' })
    expect(failed).toMatchObject({
      type: 'BackupFailed',
      data: { reason: expect.stringContaining('does not answer') as string },
    })
    const resources = await world.admin.get('/api/v1/resources')
    const stored = await world.fireline.desk.db.query('select settings from resource')
    expect(JSON.stringify([failed, resources.body, stored.rows, world.errors])).not.toMatch(/s3cr/)
  })

  it('a waiver opens it five seconds after its reason, once', async () => {
    const here = await fire()
    await here.done('propose-change', complex([touched]))
    const no = await here.refused('apply-change', { change: 'C1' })
    const way = no.next[1]
    expect(types(await here.done(way?.command ?? '', { ...way?.body, reason: 'rebuilt from events' }))).toContain(
      'Waived',
    )
    const soon = await here.refused('apply-change', { change: 'C1' })
    expect(soon).toMatchObject({
      code: 'no-verified-backup',
      message: expect.stringMatching(/takes effect in [1-5] s/) as string,
    })
    world.advance(5_000)
    const applied = await here.done('apply-change', { change: 'C1' })
    expect(applied.at(-1)).toMatchObject({
      type: 'ChangeApplied',
      data: { how: 'by-hand', waived: expect.any(String) as string },
    })
    expect((await here.is()).changes[0]?.state).toBe('applied')
  })

  it('a service account may not waive or apply', async () => {
    const here = await fire()
    await here.done('propose-change', complex([touched]))
    for (const [command, body] of [
      ['waive', { rule: 'no-verified-backup', change: 'C1', reason: 'x' }],
      ['apply-change', { change: 'C1' }],
    ] as const) {
      const { status } = await world.admin.post(`/api/v1/incidents/${here.incident}/${command}`, body)
      expect(status).toBe(403)
    }
  })

  it('bad bodies name their field, and nothing is stored', async () => {
    const here = await fire()
    const bad: [object, string][] = [
      [complex(['x\u0000y']), 'touches.0'],
      [complex([touched], { commands: ['ls\u0003'] }), 'commands.0'],
      [complex([touched], { extra: 1 }), 'extra'],
      [{ ...complex([touched]), intent: 'guess' }, 'intent'],
    ]
    for (const [body, path] of bad) {
      const answer = await ana.post<{ error: { path: string } }>(
        `/api/v1/incidents/${here.incident}/propose-change`,
        body,
      )
      expect([answer.status, answer.body.error.path]).toEqual([400, path])
    }
    for (const resource of [{ kind: 'postgres', url: 'http://x' }, { kind: 'folder', path: '/a/../b' }, { kind: 'x' }])
      expect((await world.admin.put('/api/v1/resources/bad', resource)).status).toBe(400)
    expect((await here.is()).changes).toEqual([])
  })
})

describe('other things that hold data', () => {
  it.runIf(requireProgram('sqlite3'))(
    'a file of SQLite is copied through its resource and opens the gate',
    async () => {
      const file = join(home, 'cart.db')
      execFileSync('sqlite3', [
        '-batch',
        '-init',
        '/dev/null',
        file,
        'create table t (x); insert into t values (1), (2)',
      ])
      const put = await world.admin.put('/api/v1/resources/cart', { kind: 'sqlite', path: file })
      expect(put.body).toMatchObject({ slug: 'cart', kind: 'sqlite' })
      expect((await world.admin.put('/api/v1/resources/bad', { kind: 'sqlite', path: 'cart.db' })).status).toBe(400)
      const here = await fire()
      await here.done('propose-change', complex(['lite:cart/t']))
      const [, verified] = await here.done('take-backup', { change: 'C1' })
      expect(verified).toMatchObject({ type: 'BackupVerified', data: { level: 'L3', covers: ['lite:cart/t'] } })
      expect(types(await here.done('apply-change', { change: 'C1' }))).toContain('ChangeApplied')
    },
  )

  it('a program of your own is none until the file on the host names it', async () => {
    const here = await fire()
    await here.done('propose-change', complex(['own:vault']))
    const [, failed] = await here.done('take-backup', { change: 'C1' })
    const reason = expect.stringContaining('FIRELINE_OWN_COPIES names no file') as string
    expect(failed).toMatchObject({ type: 'BackupFailed', data: { reason } })
  })
})

describe('folders', () => {
  it('are copied, restored elsewhere and compared by content; a way back is one line', async () => {
    const folder = join(home, "it's etc")
    mkdirSync(join(folder, 'deep'), { recursive: true })
    writeFileSync(join(folder, 'deep', 'a.conf'), 'one')
    symlinkSync('deep/a.conf', join(folder, 'link'))
    const here = await fire()
    await here.done('propose-change', complex([`dir:${folder}`]))
    const [, verified] = await here.done('take-backup', { change: 'C1', driver: 'folder' })
    expect(verified).toMatchObject({
      type: 'BackupVerified',
      data: { level: 'L3', proof: '1 file restored and equal.' },
    })
    writeFileSync(join(folder, 'deep', 'a.conf'), 'two')
    const { restore, location } = dataOf(verified)
    await here.done('propose-change', { ...complex([]), kind: 'simple', commands: [restore] })
    await here.done('apply-change', { change: 'C2' })
    expect(readFileSync(join(folder, 'deep', 'a.conf'), 'utf8')).toBe('one')
    writeFileSync(join(location, '0', 'deep', 'a.conf'), 'oNe')
    await here.done('propose-change', complex([`dir:${folder}`]))
    expect((await here.refused('apply-change', { change: 'C3' })).code).toBe('no-verified-backup')
  })
})

describe('crashes', () => {
  it('a run that may have begun is never begun again: it is said to be in doubt', async () => {
    const here = await fire()
    const note = join(home, 'twice')
    await here.done('propose-change', { ...complex([]), kind: 'simple', commands: [`echo ran >> ${note}; sleep 30`] })
    const { desk } = world.fireline
    const asking = here.done('apply-change', { change: 'C1' })
    await until(() => readSafely(note) === 'ran\n', 'the command to begin')
    // The node that runs it is as good as dead: its lease ran out, and another one takes over.
    await desk.db.query(
      `update obligation set lease_until = null, epoch = epoch + 1 where incident = $1 and kind = 'run-change'`,
      [here.incident],
    )
    desk.wake()
    expect((await asking).at(-1)).toMatchObject({
      type: 'ChangeFailed',
      data: { reason: expect.stringContaining('not known whether it ran') as string },
    })
    expect(readSafely(note)).toBe('ran\n')
  })

  it('a start that waited too long is not run: the gate decides when it would', async () => {
    const here = await fire()
    const note = join(home, 'late')
    await here.done('propose-change', complex([touched], { commands: [`echo ran >> ${note}`] }))
    const [, verified] = await here.done('take-backup', { change: 'C1' })
    const { backup, location } = dataOf(verified)
    // Between the decision and the run: the copy is destroyed.
    const held = world.fireline.desk.performers['run-change']
    world.fireline.desk.performers['run-change'] = async (...args) => {
      rmSync(location)
      return held(...args)
    }
    const applied = await here.done('apply-change', { change: 'C1' })
    world.fireline.desk.performers['run-change'] = held
    expect(applied.at(-1)).toMatchObject({
      type: 'ChangeFailed',
      data: { reason: expect.stringMatching(/^Not run\. This touches orders/) as string },
    })
    expect(readSafely(note)).toBe('')
    expect((await here.is()).backups.map(one => one.id)).toEqual([backup])
  })

  it('a copy whose server was killed begins again from nothing and comes once', async () => {
    const here = await fire()
    const { desk } = world.fireline
    const take = desk.performers['take-backup']
    let begun = 0
    desk.performers['take-backup'] = async (owed, ...rest) => {
      begun += 1
      if (begun > 1) return take(owed, ...rest)
      const folder = join(world.dataDir, 'backups', owed.incident, owed.body.backup)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'copy.fireline'), 'half a co')
      await desk.db.query('update obligation set lease_until = null, epoch = epoch + 1 where id = $1', [owed.id])
      desk.wake()
      return { outcome: 'retry', answer: 'killed' }
    }
    await here.done('propose-change', complex([touched]))
    const entries = await here.done('take-backup', { change: 'C1' })
    desk.performers['take-backup'] = take
    expect([types(entries), begun]).toEqual([['BackupStarted', 'BackupVerified'], 2])
  })
})

function readSafely(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function dataOf(verified: Entry | undefined): EventData['BackupVerified'] {
  if (verified?.type !== 'BackupVerified') throw new Error(`not proven: ${JSON.stringify(verified?.data)}`)
  return verified.data
}
