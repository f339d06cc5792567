import { execFile, execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Caller, startWorld, until, type World } from '../../test/harness.ts'
import { requireProgram } from '../../test/real-program.ts'
import { shopSchema, withClient } from '../../test/shop-database.ts'
import type { ServiceReady } from '../api/ready.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Refusal } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import { fireline } from '../incident/entry.ts'
import type { EventData } from '../incident/events.ts'
import type { Incident } from '../incident/incident.ts'
import type { Offer } from '../steps/change/offers.ts'
import type { KeptCopy } from '../store/copies.ts'
import { inTransaction } from '../store/db.ts'
import type { Rehearsal } from '../store/rehearsals.ts'
import { expireCopies, keptForMs } from './copies.ts'
import { rehearseInTime } from './rehearse.ts'

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

  it('with a question of its own that it answers, a whole database is proven at L4', async () => {
    const smoke = 'select count(*) > 8 as enough, max(id) from orders'
    const small = await freshDatabase()
    await withClient(small.config, client =>
      client.query(
        'drop schema public cascade; create schema public; create table orders as select id from generate_series(1, 9) id',
      ),
    )
    const put = await world.admin.put('/api/v1/resources/asked', { kind: 'postgres', url: small.url, smoke })
    expect(put.body).toMatchObject({ slug: 'asked', smoke })
    const bad = await world.admin.put<{ error: { path: string } }>('/api/v1/resources/asked', {
      kind: 'folder',
      path: '/etc',
      smoke,
    })
    expect(bad.status).toBe(400)
    const here = await fire()
    await here.done('propose-change', complex(['pg:asked']))
    await here.done('take-backup', { change: 'C1', level: 'L4' })
    await until(async () => (await here.is()).backups[0]?.state !== 'running', 'the copy', 60_000)
    expect((await here.is()).backups[0]).toMatchObject({
      level: 'L4',
      proof: expect.stringContaining('The smoke query answers well.') as string,
    })
    await small.drop()
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
      data: { level: 'L3', proof: expect.stringMatching(/^1 file restored and equal\./) as string },
    })
    writeFileSync(join(folder, 'deep', 'a.conf'), 'two')
    const { restore, location, backup } = dataOf(verified)
    expect(restore).toBe(`fireline put-back ${backup}`)
    expect([basename(location), readdirSync(dirname(location)), readFileSync(location).includes('a.conf')]).toEqual([
      'copy.sealed',
      ['copy.sealed'],
      false,
    ])
    const back = await asAna(restore)
    expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining('Runs: cp -a') as string })
    expect(readFileSync(join(folder, 'deep', 'a.conf'), 'utf8')).toBe('one')
    expect(readdirSync(dirname(location))).toEqual(['copy.sealed'])
    expect((await here.is()).backups[0]?.putBack).toMatchObject([{ into: `dir:${folder}`, by: 'Ana' }])

    writeFileSync(join(folder, 'deep', 'a.conf'), 'two')
    const whole = readFileSync(location)
    writeFileSync(location, whole.subarray(0, -1))
    expect(await asAna(restore)).toMatchObject({ code: 1, stderr: expect.stringContaining('cut, altered') as string })
    expect(readFileSync(join(folder, 'deep', 'a.conf'), 'utf8')).toBe('two')
    expect((await here.refused('apply-change', { change: 'C1' })).message).toContain('altered after it was proven')
    writeFileSync(location, whole)
  })

  it('a key in a safe place opens a copy that was moved, while Fireline is away; it is never written over', async () => {
    const folder = join(home, 'safe')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.conf'), 'one')
    const here = await fire()
    await here.done('propose-change', complex([`dir:${folder}`]))
    const [, verified] = await here.done('take-backup', { change: 'C1' })
    const { backup, location } = dataOf(verified)
    const [key, moved] = [join(home, 'conf.key'), join(home, 'moved.sealed')]
    expect((await asAna(`fireline put-back ${backup} --save-key ${key}`)).code).toBe(0)
    expect(statSync(key).mode & 0o777).toBe(0o600)
    expect((await asAna(`fireline put-back ${backup} --save-key ${key}`)).stderr).toContain('EEXIST')
    renameSync(location, moved)
    writeFileSync(join(folder, 'a.conf'), 'two')
    const away = { FIRELINE_URL: 'http://127.0.0.1:9' }
    const back = await asAna(`fireline put-back --key-file ${key} --from ${moved}`, away)
    expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining('Fireline was not told') as string })
    expect(readFileSync(join(folder, 'a.conf'), 'utf8')).toBe('one')
    writeFileSync(key, '{}')
    expect((await asAna(`fireline put-back --key-file ${key}`)).stderr).toContain('is no key of a copy')
  })

  it('a copy is gone a day after its incident, its key first; one whose incident burns again stays', async () => {
    const folder = join(home, 'kept')
    mkdirSync(folder)
    const { desk } = world.fireline
    const copied = async () => {
      const here = await fire()
      await here.done('propose-change', complex([`dir:${folder}`]))
      const [, verified] = await here.done('take-backup', { change: 'C1' })
      await here.done('resolve', { summary: 'over' })
      await expireCopies(desk)
      return { here, copy: dataOf(verified) }
    }
    const [gone, kept] = [await copied(), await copied()]
    const list = async () => (await ana.get<{ copies: KeptCopy[] }>('/api/v1/copies')).body.copies
    const dated = (await list()).filter(one => one.expiresAt !== null).map(one => one.id)
    expect(dated.sort()).toEqual([gone.copy.backup, kept.copy.backup].sort())
    await kept.here.done('reopen', { reason: 'it is back' })
    world.advance(keptForMs)
    // A file that stays where it is: without its key it opens nothing.
    const stored = (await desk.db.query<{ key: string }>('select key from copy where id = $1', [gone.copy.backup])).rows
    await expireCopies(desk)
    expect(existsSync(gone.copy.location)).toBe(false)
    expect(existsSync(kept.copy.location)).toBe(true)
    expect((await list()).map(one => one.id)).not.toContain(gone.copy.backup)
    const opening = await ana.post(`/api/v1/copies/${gone.copy.backup}/open`)
    expect(opening).toMatchObject({ status: 409, body: { error: { code: 'copy-gone' } } })
    expect((await gone.here.is()).backups[0]?.expired?.why).toBe('age')
    expect((await kept.here.is()).backups[0]?.expired).toBeUndefined()
    expect(stored[0]?.key).toMatch(/^v1:/)
    expect((await world.admin.post(`/api/v1/copies/${kept.copy.backup}/open`)).status).toBe(403)
    expect((await ana.post('/api/v1/copies/no-such/open')).status).toBe(404)
  })
})

describe('a copy that was proven before the incident', () => {
  it('is offered, used and read again like any other', async () => {
    const folder = join(home, 'nightly')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.conf'), 'one')
    const before = await fire()
    await before.done('propose-change', complex([`dir:${folder}`]))
    const [, verified] = await before.done('take-backup', { change: 'C1' })
    const { location, digest } = dataOf(verified)
    const id = newId(new Date())
    await world.fireline.desk.db.query(
      `insert into copy (id, resource, driver, kind, level, covers, location, bytes, digest, taken_at, verified_at)
       values ($1, 'nightly', 'folder', 'full', 'L3', $2, $3, 3, $4, $5, $5)`,
      [id, [`dir:${folder}`], location, digest, world.fireline.desk.clock.now()],
    )
    const here = await fire()
    await here.done('propose-change', complex([`dir:${folder}`]))
    const path = `/api/v1/incidents/${here.incident}/changes/C1/offers`
    const { body } = await ana.get<{ offers: Offer[] }>(path)
    expect(body.offers.map(one => [one.proof, one.enough])).toEqual([
      ['last', true],
      ['full', true],
    ])
    await here.done('take-backup', body.offers[0]?.next.body ?? {})
    const good = readFileSync(location)
    writeFileSync(location, good.subarray(1))
    expect((await here.refused('apply-change', { change: 'C1' })).message).toContain('was altered after')
    writeFileSync(location, good)
    expect((await here.done('apply-change', { change: 'C1' })).at(-1)?.data).toMatchObject({ backup: id })
    expect((await ana.get(path.replace('C1', 'C9'))).status).toBe(404)
  })
})
/** The line of the page, typed by Ana. */
function asAna(line: string, more: object = {}): Promise<{ code: number; stderr: string }> {
  const cli = join(import.meta.dirname, '../cli/cli.ts')
  const env = { ...process.env, FIRELINE_URL: world.url, FIRELINE_TOKEN: ana.token, ...more }
  return new Promise(resolve => {
    execFile(process.execPath, [cli, ...line.split(' ').slice(1)], { env }, (error, _, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    )
  })
}

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

describe('rehearsals', () => {
  it('a copy is taken and proven in its time while nothing burns; the service says when, and why the last try failed', async () => {
    const { desk } = world.fireline
    const folder = join(home, 'rehearsed')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.conf'), 'one')
    const care = { service: 'default', everyHours: 24, keepHours: 48, budgetMinutes: 5 }
    const put = await world.admin.put('/api/v1/resources/conf', { kind: 'folder', path: folder, ...care })
    expect(put.body).toMatchObject({ slug: 'conf', ...care })
    const rehearsals = async () => (await ana.get<{ rehearsals: Rehearsal[] }>('/api/v1/rehearsals')).body.rehearsals
    const tick = async () => {
      const { body } = await ana.get<{ services: ServiceReady[] }>('/api/v1/readiness/services?service=default')
      return body.services[0]?.ticks.find(({ what }) => what === 'proven backup')
    }
    const copies = async () => (await ana.get<{ copies: KeptCopy[] }>('/api/v1/copies')).body.copies
    const mine = async () => (await copies()).filter(one => one.incident === null)
    expect(await tick()).toMatchObject({ is: 'no', says: expect.stringContaining('conf: never proven') as string })

    await fire()
    await rehearseInTime(desk)
    expect((await desk.db.query(`select 1 from obligation where kind = 'rehearse'`)).rowCount).toBe(0)
    await desk.db.query(`update incident_head set status = 'resolved'`)
    await rehearseInTime(desk)
    await until(async () => (await rehearsals()).length === 1, 'the rehearsal')
    const [first] = await rehearsals()
    expect(first).toMatchObject({ resource: 'conf', outcome: 'proven', level: 'L3' })
    expect(Object.keys(first?.phases ?? {})).toEqual(['copy-taken', 'copy-proven', 'copy-sealed'])
    expect(await tick()).toMatchObject({
      is: 'yes',
      says: expect.stringMatching(/^conf: L3 on 20.* UTC, within the hour\.$/) as string,
    })

    await rehearseInTime(desk)
    expect((await world.admin.post('/api/v1/resources/conf/rehearse')).body).toMatchObject({ begins: true })
    await until(async () => (await rehearsals()).length === 2, 'the one that was asked for')
    await expireCopies(desk)
    expect((await mine()).map(one => one.id)).toEqual([(await rehearsals())[0]?.id])

    rmSync(folder, { recursive: true })
    world.advance(24 * 3_600_000)
    await rehearseInTime(desk)
    await until(async () => (await rehearsals()).length === 3, 'the one that fails')
    expect((await rehearsals())[0]).toMatchObject({ outcome: 'failed', level: null })
    expect(await tick()).toMatchObject({
      is: 'yes',
      says: expect.stringMatching(/24 h ago. The last try failed: /) as string,
    })
    expect((await mine()).length).toBe(1)

    // A second failure in a row is told to the service, and a proof takes it back.
    const alerts = async () =>
      (
        await desk.db.query<{ status: string; severity: string; service: string }>(
          `select status, severity, service from alert where fingerprint = 'rehearsal:conf'`,
        )
      ).rows
    world.fireline.lookSoon()
    await world.admin.post('/api/v1/resources/conf/rehearse')
    await until(async () => (await rehearsals()).length === 4, 'the second one that fails')
    expect(await alerts()).toEqual([])
    world.fireline.lookSoon()
    await until(async () => (await alerts())[0]?.status === 'firing', 'the alert')
    expect(await alerts()).toEqual([{ status: 'firing', severity: 'warning', service: 'default' }])
    mkdirSync(folder)
    await world.admin.post('/api/v1/resources/conf/rehearse')
    await until(async () => (await rehearsals()).length === 5, 'the one that is proven again')
    world.fireline.lookSoon()
    await until(async () => (await alerts())[0]?.status === 'resolved', 'the alert to be over')
  })

  it('only who sets things up may ask for one; bad care names its field', async () => {
    expect((await ana.post('/api/v1/resources/conf/rehearse')).status).toBe(403)
    expect((await world.admin.post('/api/v1/resources/no-such/rehearse')).status).toBe(404)
    const bad = await world.admin.put<{ error: { path: string } }>('/api/v1/resources/conf', {
      kind: 'folder',
      path: '/etc',
      everyHours: 0,
    })
    expect([bad.status, bad.body.error.path]).toEqual([400, 'everyHours'])
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
