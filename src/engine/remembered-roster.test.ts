import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Db, inTransaction, openPool, type Sql } from '../store/db.ts'
import { gatherRosterChanges, versionsNow } from '../store/settings-versions.ts'
import { rosterIn } from './remembered-roster.ts'

let db: Db
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await freshDatabase()
  db = openPool(database.config)
  drop = database.drop
})
afterAll(async () => {
  await db.end()
  await drop()
})

const question = 'select slug from policy order by slug'
const add = (sql: Sql, slug: string) => sql.query(`insert into policy (slug, spec) values ($1, '{}')`, [slug])
/** The slugs that a command sees, and whether the database was asked for them. */
async function seen(sql: Sql) {
  const texts: string[] = []
  const noting: Sql = {
    query: (text, values) => {
      texts.push(text)
      return sql.query(text, values)
    },
  }
  const { rows } = await rosterIn({ db }, noting)<{ slug: string }>(question)
  return { slugs: rows.map(row => row.slug), isAsked: texts.includes(question) }
}

it('who is there is read once, and again after every change, whoever made it and however it ended', async () => {
  await add(db, 'a')
  expect(await seen(db)).toEqual({ slugs: ['a'], isAsked: true })
  expect(await seen(db)).toEqual({ slugs: ['a'], isAsked: false })
  await inTransaction(db, async tx => {
    await add(tx, 'b')
    expect((await seen(tx)).slugs).toEqual(['a', 'b'])
    expect((await seen(db)).slugs).toEqual(['a'])
    await add(tx, 'c')
    expect((await seen(tx)).slugs).toEqual(['a', 'b', 'c'])
    throw new Error('undone')
  }).catch(() => {})
  expect((await seen(db)).slugs).toEqual(['a'])
  await db.query('delete from policy')
  expect((await seen(db)).slugs).toEqual([])
})

it('changes of long ago become one row, and no version comes a second time', async () => {
  const rows = async () => (await db.query<{ n: number }>('select count(*)::int as n from roster_change')).rows[0]?.n
  const versions = new Set<string>()
  for (let n = 0; n < 3; n++) {
    await add(db, `gathered-${n}`)
    versions.add((await versionsNow(db)).roster)
    await db.query(`update roster_change set at = at - interval '2 hours'`)
    // Two nodes at once.
    await Promise.all([gatherRosterChanges(db, new Date()), gatherRosterChanges(db, new Date())])
    expect(await rows()).toBe(1)
    versions.add((await versionsNow(db)).roster)
  }
  expect(versions.size).toBe(6)
})
