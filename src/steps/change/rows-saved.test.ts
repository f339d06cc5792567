import { expect, test } from 'vitest'
import { customers, orders, refusal, story } from '../../../test/change-story.ts'

const fix = `psql shop -c 'update orders set total = 1 where id < 9'`
const offered = (given: ReturnType<typeof story>, change: string) =>
  refusal(given.ask('Ana', 'apply-change', { change })).next.map(way => way.label)

test('rows are offered first, for several statements of one database too', () => {
  const given = story()
  expect(offered(given, given.propose({ commands: [fix] }))[0]).toBe('Save the rows it touches')
  const two = [fix, fix.replaceAll('orders', 'customers')]
  expect(offered(given, given.propose({ commands: two, touches: [orders, customers] }))[0]).toBe(
    'Save the rows it touches',
  )
  const apart = given.propose({ commands: two, touches: [orders, 'pg:cart/cart/public.customers'] })
  expect(offered(given, apart)).not.toContain('Save the rows it touches')
})

test('where the rows could not be saved, a full copy is the way, and rows are not offered again', () => {
  const given = story()
  const change = given.propose({ commands: [fix] })
  given.ask('Ana', 'take-backup', { change, driver: 'rows' })
  const backup = given.is().backups[0]?.id ?? ''
  given.ask('Fireline', 'backup-failed', { backup, reason: 'the trigger loud of orders may write elsewhere' })
  expect(offered(given, change)).toEqual(['Prove it fully', 'Go without, say why'])
})
