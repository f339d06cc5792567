import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Accepted } from '../../src/engine/accept.ts'
import { newId } from '../../src/engine/id.ts'
import { inTransaction } from '../../src/store/db.ts'
import { newKey, saveIntegration } from '../../src/store/integrations.ts'
import { acceptLogs, type LogUnderTest, logUnderTest } from './accept-logs.ts'

describe.each(Object.entries(acceptLogs))('%s', (_name, open) => {
  let own: LogUnderTest
  let shop: string
  let mail: string
  beforeAll(async () => {
    own = await logUnderTest(open)
    shop = await newIntegration('shop')
    mail = await newIntegration('mail')
  })
  afterAll(() => own.end())
  beforeEach(applyAll)

  async function newIntegration(name: string): Promise<string> {
    const id = newId(new Date())
    await saveIntegration(own.db, { id, service: 'default', kind: 'webhook', name, key: newKey(), at: new Date() })
    return id
  }

  const accept = (body: string, integration: string | undefined = shop) =>
    own.log.accept({ integration, source: 'plain', body })

  /** One turn, as the applier takes it. */
  const turn = () =>
    inTransaction(own.db, async tx => {
      const those = await own.log.waiting(tx)
      await own.log.markApplied(tx, those, those.map(resultOf))
      return those.map(one => one.body)
    })

  async function applyAll(): Promise<string[]> {
    const bodies: string[] = []
    for (let some = await turn(); some.length > 0; some = await turn()) bodies.push(...some)
    return bodies
  }

  const resultOf = ({ receipt, body }: Accepted) => ({ receipt, results: [{ was: body }] })

  test('what is accepted waits with its receipt, and its receipt tells what became of it', async () => {
    const { receipt, at } = await accept('one')
    expect(await own.log.receipt(receipt)).toEqual({ receipt, at, integration: shop, body: 'one' })
    expect(await applyAll()).toEqual(['one'])
    expect(await own.log.receipt(receipt)).toMatchObject({ at, integration: shop, results: [{ was: 'one' }] })
    expect(await own.log.receipt('nothing')).toBeUndefined()
  })

  test('those of one key are applied in their order, each once, also without a key', async () => {
    for (const body of ['1', '2', '3']) await accept(body)
    await accept('canary', undefined)
    const applied = await applyAll()
    expect(applied.filter(body => body !== 'canary')).toEqual(['1', '2', '3'])
    expect(applied).toContain('canary')
    expect(await applyAll()).toEqual([])
  })

  test('many at once are all kept, each with a receipt of its own', async () => {
    const receipts = await Promise.all(Array.from({ length: 300 }, (_, n) => accept(`many ${n}`)))
    expect(new Set(receipts.map(one => one.receipt)).size).toBe(300)
    expect(new Set(await applyAll()).size).toBe(300)
  })

  test('text of any kind comes back as it was', async () => {
    const odd = `${JSON.stringify({ nul: '\0', half: '\ud800', word: 'Grüße 🔥' })}${'x'.repeat(30_000)}`
    await accept(odd)
    expect(await applyAll()).toEqual([odd])
  })

  test('a turn that fails leaves everything waiting', async () => {
    await accept('again')
    const failing = inTransaction(own.db, async tx => {
      const those = await own.log.waiting(tx)
      await own.log.markApplied(tx, those, those.map(resultOf))
      throw new Error('the database went away')
    })
    await expect(failing).rejects.toThrow(/went away/)
    expect(await applyAll()).toEqual(['again'])
  })

  test('a turn whose commit was not heard of is not applied twice', async () => {
    await accept('once')
    await inTransaction(own.db, async tx => {
      const those = await own.log.waiting(tx)
      await own.log.markApplied(tx, those, those.map(resultOf))
      tx.afterwards.length = 0
    })
    expect(await applyAll()).toEqual([])
  })

  test('after a start it goes on where it was', async () => {
    await accept('applied')
    await applyAll()
    const waiting = await accept('waiting')
    await own.reopen()
    expect(await own.log.receipt(waiting.receipt)).toMatchObject({ body: 'waiting' })
    expect(await applyAll()).toEqual(['waiting'])
    await own.reopen()
    expect(await applyAll()).toEqual([])
  })

  test('a key that sends without end takes at most a quarter of a turn while another waits', async () => {
    await Promise.all(Array.from({ length: 500 }, (_, n) => accept(`flood ${n}`)))
    await accept('the other', mail)
    expect(await turn()).toContain('the other')
    expect(await applyAll()).not.toContain('the other')
  })

  test('it says how much waits, and when what was accepted until now is applied', async () => {
    expect(own.log.depth()).toBe(0)
    await accept('a')
    const mark = own.log.mark()
    expect(own.log.isApplied(mark)).toBe(false)
    expect(own.log.depth()).toBe(1)
    await applyAll()
    expect(own.log.isApplied(mark)).toBe(true)
    expect(own.log.depth()).toBe(0)
  })

  test('when the other log takes its place, what waits is not left behind', async () => {
    await accept('applied before')
    await applyAll()
    await accept('waits')
    for (const other of Object.values(acceptLogs)) await own.reopen(other)
    expect(await applyAll()).toEqual(['waits'])
    await own.reopen()
    expect(await applyAll()).toEqual([])
  })

  test('trouble with one request is kept beside it', async () => {
    const { receipt } = await accept('bad')
    await inTransaction(own.db, async tx => {
      const those = await own.log.waiting(tx)
      await own.log.markApplied(tx, those, [{ receipt, results: [], trouble: 'it cannot be' }])
    })
    const { rows } = await own.db.query('select trouble, body from accepted where receipt = $1', [receipt])
    expect(rows).toEqual([{ trouble: 'it cannot be', body: 'bad' }])
  })
})
