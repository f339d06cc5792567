import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { ownVersion } from '../own-version.ts'
import type { LogRecord } from '../segments/frame.ts'
import { fileFrames, type Place } from './files.ts'
import { tallyRows } from './fingerprint.ts'
import { type Contents, encode, formatVersion, headerLines, magic, seal } from './format.ts'
import { readSequences, readTables, type Table, tableRows } from './tables.ts'
import { waitingRequests, waitingRows } from './waiting-requests.ts'

/** What is backed up: the database and the folders that belong to it. */
export type BackupSource = { config: pg.ClientConfig; dataDir: string; runbook?: string; secretFile?: string }

export type BackupTaken = Contents & { file: string; sha256: string; bytes: number }

/**
 * Writes everything into one file that only its owner may read: all tables as of one moment, the sequences, the files of the
 * data folder, the runbook and the secret. The file is there whole or not at all.
 */
export async function takeBackup(source: BackupSource, file: string): Promise<BackupTaken> {
  await refuseToReplace(file)
  const client = new pg.Client(source.config)
  await client.connect()
  const draft = `${resolve(file)}.${process.pid}.part`
  const hash = createHash('sha256')
  const contents: Contents = { tables: {}, sequences: [], files: 0 }
  let bytes = 0
  try {
    const accepted = await waitingRequests(client, source.dataDir)
    await client.query('begin isolation level repeatable read read only')
    const lines = headerLines(await describe(client))
    async function* sealed(packed: AsyncIterable<Buffer>) {
      hash.update(lines)
      yield lines
      for await (const chunk of packed) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
      yield seal(hash.copy().digest('hex'))
    }
    const output = createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true })
    await pipeline(Readable.from(frames(client, source, contents, accepted)), createGzip({ level: 4 }), sealed, output)
    await rename(draft, file)
    await syncFolder(dirname(resolve(file)))
    return { ...contents, file: resolve(file), sha256: hash.digest('hex'), bytes: bytes + lines.length }
  } finally {
    await rm(draft, { force: true })
    await client.end()
  }
}

/** A backup may take the place of a backup, or of an empty file; nothing else is written over. */
async function refuseToReplace(file: string): Promise<void> {
  const present = await open(file).catch(() => undefined)
  if (present === undefined) return
  const { buffer, bytesRead } = await present.read(Buffer.alloc(magic.length), 0, magic.length, 0)
  await present.close()
  if (bytesRead === 0 || buffer.toString('latin1') === magic) return
  throw new Error(`${file} exists and is not a Fireline backup: choose another name`)
}

async function describe(client: pg.Client) {
  const { rows } = await client.query<{ name: string }>('select name from migration order by name')
  const madeAt = new Date().toISOString()
  return { format: formatVersion, fireline: ownVersion(), madeAt, migrations: rows.map(({ name }) => name) }
}

async function* frames(
  client: pg.Client,
  source: BackupSource,
  contents: Contents,
  accepted: readonly LogRecord[],
): AsyncGenerator<Buffer> {
  for (const table of await readTables(client)) {
    const more = table.name === 'accepted' ? await waitingRows(client, table, accepted) : []
    yield* tableFrames(client, table, contents, more)
  }
  contents.sequences = await readSequences(client)
  await client.query('commit')
  for (const place of places(source)) contents.files += yield* fileFrames(place)
  yield encode('Z', contents)
}

async function* tableFrames(
  client: pg.Client,
  table: Table,
  contents: Contents,
  more: readonly Buffer[],
): AsyncGenerator<Buffer> {
  yield encode('S', { kind: 'table', name: table.name, columns: table.columns })
  const tally = tallyRows()
  for await (const rows of tableRows(client, table)) {
    for (const row of rows) tally.add(row)
    yield encode('D', Buffer.concat(rows))
  }
  for (const row of more) {
    tally.add(row)
    yield encode('D', row)
  }
  yield encode('E')
  contents.tables[table.name] = tally.count()
}

/** A runbook or a secret within the data folder comes along with it. */
function places({ dataDir, runbook, secretFile }: BackupSource): Place[] {
  const isOutside = (path: string | undefined): path is string =>
    path !== undefined && relative(dataDir, resolve(path)).startsWith('..')
  return [
    { area: 'data', path: dataDir },
    ...(isOutside(runbook) ? [{ area: 'runbook', path: resolve(runbook) } as const] : []),
    ...(isOutside(secretFile) ? [{ area: 'secret', path: resolve(secretFile) } as const] : []),
  ]
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(join(folder, '.'))
  await handle.sync()
  await handle.close()
}
