import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { databaseClock } from '../../engine/clock.ts'
import { segmentLog } from '../../engine/segment-log.ts'
import { openPool } from '../db.ts'
import { openEmbedded, unfinishedRestore } from '../embedded/embedded.ts'
import { segmentsFolder } from '../segments/open.ts'
import { nightlyBackup } from './nightly.ts'
import { proveBackup } from './prove.ts'
import { withDatabase } from './reach.ts'
import { checkUpgrade } from './readiness.ts'
import { restoreBackup } from './restore.ts'
import { type BackupSource, takeBackup } from './take.ts'

const hostile = `tab\t back\\slash \\N \\. new\nline ünï 🔥 \u0001 'quote'`
const log = () => {}
const incident = '01890000-0000-7000-8000-000000000001'
let database: FreshDatabase
let folder = ''
let source: BackupSource
let file = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'))
  chmodSync(folder, 0o711)
  database = await freshDatabase()
  source = { config: database.config, dataDir: join(folder, 'source'), runbook: join(folder, 'elsewhere') }
  makeFiles(source.dataDir, join(folder, 'elsewhere'))
  await fillDatabase(database.config)
  file = join(folder, 'one.backup')
  await takeBackup(source, file)
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

function makeFiles(dataDir: string, runbook: string): void {
  mkdirSync(join(dataDir, 'recordings'), { recursive: true })
  writeFileSync(join(dataDir, 'secret'), 'the key', { mode: 0o600 })
  writeFileSync(join(dataDir, 'recordings', 'a.cast'), Buffer.from([0, 255, 10, 13]))
  mkdirSync(join(dataDir, 'pg18'))
  writeFileSync(join(dataDir, 'pg18', 'not-this'), 'x')
  mkdirSync(runbook)
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', ...args], { cwd: runbook })
  git('init', '-q')
  writeFileSync(join(runbook, 'disk-full.md'), '# Disk full\n')
  git('add', '.')
  git('commit', '-q', '-m', 'the first page')
}

async function fillDatabase(config: pg.ClientConfig): Promise<void> {
  await inClient(config, async client => {
    await client.query(`insert into incident (id, number) values ($1, nextval('incident_number'))`, [incident])
    await client.query(
      `insert into entry (incident, seq, id, at, by, type, v, data, salt, digest, hash)
         select $1, n, gen_random_uuid(), now(), '{}', 'EvidenceAdded', 1, $2 || n, null, '\\x00ff', '\\x5c' from generate_series(1, 3000) n`,
      [incident, hostile],
    )
    await client.query(
      `insert into blob (digest, content, at) values ('d', decode(repeat('00ff5c0a', 300000), 'hex'), now())`,
    )
  })
}

async function inClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

test('what is restored equals what was taken: rows, bytes, counters, files, the runbook with its history', async () => {
  const dataDir = join(folder, 'restored')
  const restored = await restoreBackup(file, { dataDir }, log)
  expect(restored.contents.tables['entry']?.rows).toBe(3000)
  expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe('the key')
  expect(readFileSync(join(dataDir, 'recordings', 'a.cast'))).toEqual(Buffer.from([0, 255, 10, 13]))
  expect(existsSync(join(dataDir, 'pg18', 'not-this'))).toBe(false)
  expect(execFileSync('git', ['log', '--format=%s'], { cwd: join(dataDir, 'runbook'), encoding: 'utf8' })).toBe(
    'the first page\n',
  )
  expect(execFileSync('git', ['fsck', '--strict'], { cwd: join(dataDir, 'runbook'), encoding: 'utf8' })).toBe('')

  const embedded = await openEmbedded({ dataDir, log })
  await inClient(embedded.config, async client => {
    const [entry] = (await client.query<{ data: string }>('select data from entry where seq = 7')).rows
    expect(entry?.data).toBe(`${hostile}7`)
    const visible = await client.query('select from entry where tx < pg_snapshot_xmin(pg_current_snapshot())')
    expect(visible.rowCount).toBe(3000)
    const next = await client.query<{ n: string; same: boolean }>(
      `insert into incident (id, number) values (gen_random_uuid(), nextval('incident_number')) returning number::text as n`,
    )
    expect(next.rows[0]?.n).toBe('2')
    const [added] = (
      await client.query<{ pos: string }>(
        `insert into entry (incident, seq, id, at, by, type, v, data, digest, hash)
           values ($1, 3001, gen_random_uuid(), now(), '{}', 'T', 1, '', '\\x', '\\x') returning pos::text as pos`,
        [incident],
      )
    ).rows
    expect(added?.pos).toBe('3001')
  })
  await embedded.stop()
  await expect(restoreBackup(file, { dataDir }, log)).rejects.toThrow(/is not empty .*FIRELINE_DATA=/)
})

test('a backup that was cut, changed or is something else is refused with what is wrong, and nothing is made', async () => {
  const whole = readFileSync(file)
  const cases: [string, Buffer, RegExp][] = [
    ['cut in its header', whole.subarray(0, 40), /cut short/],
    ['cut in the middle', whole.subarray(0, whole.length >> 1), /cut short/],
    ['cut before its last byte', whole.subarray(0, -1), /cut short/],
    ['one bit turned', flipped(whole, whole.length >> 1), /damaged/],
    ['one bit of its header turned', flipped(whole, 60), /damaged/],
    [
      'of a later format',
      Buffer.concat([Buffer.from('FIRELINE BACKUP 2\n'), whole.subarray(18)]),
      /format 2.*reads format 1/,
    ],
    ['a text', Buffer.from('hello'), /not a Fireline backup/],
    ['nothing', Buffer.alloc(0), /not a Fireline backup/],
  ]
  for (const [name, content, reason] of cases) {
    const bad = join(folder, 'bad')
    writeFileSync(bad, content)
    await expect(restoreBackup(bad, { dataDir: join(folder, 'never') }, log), name).rejects.toThrow(reason)
  }
  expect(existsSync(join(folder, 'never'))).toBe(false)
})

test('a restore that was killed is not started on; the next restore begins again', async () => {
  const dataDir = join(folder, 'killed')
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, unfinishedRestore), file)
  writeFileSync(join(dataDir, 'secret'), 'half')
  await expect(openEmbedded({ dataDir, log })).rejects.toThrow(/did not finish.*fireline restore/)
  await restoreBackup(file, { dataDir, isScratch: true }, log)
  expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe('the key')
  expect(existsSync(join(dataDir, unfinishedRestore))).toBe(false)
})

test('the nightly backup is proven, and an upgrade is ready with it', async () => {
  const dir = join(source.dataDir, 'backups')
  expect((await checkUpgrade(database.config, source.dataDir)).problems.join()).toContain('no proven backup')
  mkdirSync(dir)
  for (const day of ['01', '02']) writeFileSync(join(dir, `fireline-202601${day}T000000Z.backup`), '')
  const proof = await nightlyBackup({ ...source, dir, keep: 2 })
  expect(proof.rows).toBeGreaterThan(3000)
  expect(readdirSync(dir).filter(name => name.endsWith('.backup'))).toHaveLength(2)
  expect(statSync(proof.file).mode & 0o777).toBe(0o600)
  expect(await checkUpgrade(database.config, source.dataDir)).toMatchObject({
    isReady: true,
    pending: [],
    provenBackup: { sha256: proof.sha256 },
  })
})

test('a backup whose rows do not come back is not proven', async () => {
  await inClient(database.config, client =>
    client.query(`create table extra (id int primary key); insert into extra values (1)`),
  )
  await takeBackup(source, join(folder, 'extra.backup'))
  await expect(proveBackup(join(folder, 'extra.backup'))).rejects.toThrow(/extra/)
  await inClient(database.config, client => client.query('drop table extra'))
})

test('nothing but a backup is written over, and a missing folder is said to be missing', async () => {
  writeFileSync(join(folder, 'letter'), 'dear')
  await expect(takeBackup(source, join(folder, 'letter'))).rejects.toThrow(/is not a Fireline backup/)
  await takeBackup(source, file)
  await expect(withDatabase({ dataDir: join(folder, 'nobody') }, log, async () => 1)).rejects.toThrow(
    /no Fireline data/,
  )
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

test('what is accepted in segment files and not applied yet comes along, and waits after a restore', async () => {
  const own = await freshDatabase()
  const db = openPool({ ...own.config, max: 2 })
  const dataDir = join(folder, 'with-segments')
  const desk = { db, clock: databaseClock(), log: { info: log, error: log } }
  const files = { folder: segmentsFolder(dataDir), segmentBytes: 65_536, reserveBytes: 4_096 }
  const accepted = await segmentLog(desk, files)
  const say = (body: string) => accepted.accept({ integration: incident, source: 'plain', body })
  const bodies = [hostile, JSON.stringify({ half: '\ud800' })]
  for (const body of bodies) await say(body)
  await takeBackup({ config: own.config, dataDir }, join(folder, 'segments.backup'))
  await accepted.stop()
  await db.end()
  await own.drop()
  const target = { dataDir: join(folder, 'restored-segments'), isScratch: true }
  expect(await restoreBackup(join(folder, 'segments.backup'), target, log)).toMatchObject({
    contents: { tables: { accepted: { rows: 2 } } },
  })
  const waiting = await withDatabase(target, log, async config => {
    const client = new pg.Client(config)
    await client.connect()
    const { rows } = await client.query('select body from accepted where applied_at is null order by pos')
    await client.end()
    return rows.map(row => (row as { body: string }).body)
  })
  expect(waiting).toEqual(bodies)
})
