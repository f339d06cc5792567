import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Db, inTransaction, openPool, type Sql } from '../store/db.ts'
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
