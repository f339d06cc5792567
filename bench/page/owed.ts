import pg from 'pg'
import { newId } from '../../src/engine/id.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { foundBy, lineOf } from '../../src/incident/line.ts'
import { replay, unopened } from '../../src/incident/replay.ts'
import { clusterFolder } from '../../src/store/embedded/data-folder.ts'
import { readPostmaster, superuser } from '../../src/store/embedded/postmaster.ts'
import { readTimeline } from '../../src/store/timeline.ts'

/** The database of a Fireline that runs. */
export async function databaseOf(dataDir: string): Promise<pg.Client> {
  const host = readPostmaster(clusterFolder(dataDir))?.socketFolder
  const client = new pg.Client({ host, user: superuser, database: 'fireline' })
  await client.connect()
  return client
}

interface EntryRow {
  seq: number
  at: string
  by: string
  type: string
  v: number
  data: string
  salt: Buffer
  digest: Buffer
  hash: Buffer
}

/**
 * Owes so many pages in one transaction: of one incident as it stood when its page was owed, so many copies, each a call to one of
 * `people` copies of its person. As if all of it had been decided while nothing could leave.
 */
export async function owePages(db: pg.Client, original: string, pages: number, people: number): Promise<void> {
  const all = await readTimeline(db, original)
  const last = all.findIndex(entry => entry.type === 'CallOwed')
  const is = replay(all.slice(0, last + 1), { ...unopened, id: original })
  const [call] = is.calls
  if (!call) throw new Error('the incident to copy has paged nobody')
  const { rows: entries } = await db.query<EntryRow>(
    'select seq, at, by, type, v, data, salt, digest, hash from entry where incident = $1 and seq <= $2 order by seq',
    [original, is.seq],
  )
  const { rows: timers } = await db.query<{ key: string; body: string; due: string }>(
    `select key, body, due_at as due from obligation where incident = $1 and state = 'owed' and kind = 'ask'`,
    [original],
  )
  await db.query('begin')
  const persons = await copyPerson(db, call.person, people)
  for (let from = 0; from < pages; from += 1_000) {
    const copies = Array.from({ length: Math.min(1_000, pages - from) }, (_, i) => {
      const id = newId(new Date())
      const person = persons[(from + i) % people] ?? call.person
      const callId = newId(new Date())
      const changed = (text: string) =>
        text.replaceAll(original, id).replaceAll(call.id, callId).replaceAll(call.person, person)
      return { id, callId, person, changed }
    })
    await insertCopies(db, is, entries, timers, copies)
  }
  await db.query('commit')
  await db.query('analyze')
}

async function copyPerson(db: pg.Client, person: string, people: number): Promise<string[]> {
  const ids = Array.from({ length: people }, () => newId(new Date()))
  await db.query(
    `insert into person (id, kind, name, role, created_at)
     select id, 'person', 'Person ' || n, 'responder', now() from unnest($1::uuid[]) with ordinality as of (id, n)`,
    [ids],
  )
  const { rows } = await db.query<{ url: string }>(`select current_setting('bench.sink') as url`)
  const settings = JSON.stringify({ url: `${rows[0]?.url}/owed`, secret: 'a-secret-of-the-benchmark' })
  await db.query(
    `insert into contact_method (person, channel, position, settings) select id, 'webhook', 0, $2 from unnest($1::uuid[]) as of (id)`,
    [ids, settings],
  )
  return ids
}

interface Copy {
  id: string
  callId: string
  person: string
  changed(text: string): string
}

async function insertCopies(
  db: pg.Client,
  is: Incident,
  entries: EntryRow[],
  timers: { key: string; body: string; due: string }[],
  copies: Copy[],
): Promise<void> {
  const ids = copies.map(copy => copy.id)
  const folded = JSON.stringify(is)
  await db.query(
    `insert into incident (id, number) select id, nextval('incident_number') from unnest($1::uuid[]) as of (id)`,
    [ids],
  )
  for (const { seq, at, by, type, v, data, salt, digest, hash } of entries)
    await db.query(
      `insert into entry (incident, seq, id, at, by, type, v, data, salt, digest, hash)
       select incident, $2, gen_random_uuid(), $4, $5, $6, $7, data, $8, $9, $10 from unnest($1::uuid[], $3::text[]) as of (incident, data)`,
      [ids, seq, copies.map(copy => copy.changed(data)), at, by, type, v, salt, digest, hash],
    )
  await db.query(
    `insert into incident_head (incident, number, seq, hash, status, severity, title, service, opened_at, folded, line, line_seq, found_by)
     select id, incident.number, $2, $3, $4, $5, $6, $7, $8, of.folded, of.line, $2, $11
       from unnest($1::uuid[], $9::text[], $10::text[]) as of (copy, folded, line) join incident on incident.id = of.copy`,
    [
      ids,
      is.seq,
      entries.at(-1)?.hash.toString('hex'),
      is.status,
      is.severity,
      is.title,
      is.service,
      is.openedAt,
      copies.map(copy => copy.changed(folded)),
      copies.map(copy => copy.changed(JSON.stringify(lineOf(is)))),
      foundBy(is),
    ],
  )
  for (const { key, body, due } of timers)
    await db.query(
      `insert into obligation (id, incident, kind, key, body, due_at)
       select gen_random_uuid(), id, 'ask', $2, body, $4 from unnest($1::uuid[], $3::text[]) as of (id, body)`,
      [ids, key, copies.map(copy => copy.changed(body)), due],
    )
  await db.query(
    `insert into obligation (id, incident, kind, key, body, due_at)
     select gen_random_uuid(), incident, 'call', 'call:' || call, json_build_object('call', call, 'person', person, 'channel', 'webhook')::text, now()
       from unnest($1::uuid[], $2::text[], $3::text[]) as of (incident, call, person)`,
    [ids, copies.map(copy => copy.callId), copies.map(copy => copy.person)],
  )
}
