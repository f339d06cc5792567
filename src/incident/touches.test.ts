import { expect, it } from 'vitest'
import { canBeCopied, covers, overlaps, readTouch, shortName } from './touches.ts'

it.each([
  ['my:shop/shop/orders', { kind: 'mariadb', resource: 'shop', database: 'shop', table: 'orders' }],
  ['my:shop', { kind: 'mariadb', resource: 'shop' }],
  ['lite:cart/lines', { kind: 'sqlite', resource: 'cart', table: 'lines' }],
  ['own:vault/keys', { kind: 'own', resource: 'vault', part: 'keys' }],
  ['dir:db-1:/etc/shop', { kind: 'folder', path: '/etc/shop', host: 'db-1' }],
  ['pg:shop/shop/orders', { kind: 'postgres', resource: 'shop', database: 'shop', schema: 'public', table: 'orders' }],
])('reads %s', (touch, read) => {
  expect(readTouch(touch)).toEqual(read)
})

it.each([
  'my:shop/shop/orders/id',
  'lite:cart/a/b',
  'own:vault/',
  'own:../vault',
  'dir:db-1/etc/shop',
  'dir:-db:/etc',
  'dir:db-1:etc',
  'dir:db-1:/etc/../root',
  'constructor:shop',
  'my',
])('does not take %s for anything', touch => {
  expect(readTouch(touch)).toBeUndefined()
})

it('knows what a copy of each kind holds, on which host, and of which database server', () => {
  const held = [
    ['my:shop/shop', 'my:shop/shop/orders'],
    ['lite:cart', 'lite:cart/lines'],
    ['own:vault', 'own:vault/keys'],
    ['dir:db-1:/etc', 'dir:db-1:/etc/shop'],
  ] as const
  expect(held.map(([copy, touch]) => covers(copy, touch))).toEqual([true, true, true, true])
  expect(held.map(([copy, touch]) => covers(touch, copy))).toEqual([false, false, false, false])
  expect([covers('dir:db-1:/etc', 'dir:db-2:/etc'), covers('dir:/etc', 'dir:db-1:/etc')]).toEqual([false, false])
  expect(covers('pg:shop/shop', 'my:shop/shop')).toBe(false)
})

it('takes what may be the same place for the same: a folder without its host, a file that lies in one', () => {
  expect(overlaps('dir:/etc', 'dir:db-1:/etc/shop')).toBe(true)
  expect(overlaps('dir:db-1:/etc', 'dir:db-2:/etc')).toBe(false)
  expect(overlaps('lite:cart', 'dir:/var/lib')).toBe(true)
  expect(overlaps('pg:shop', 'my:shop')).toBe(false)
})

it('says what nothing here can copy yet', () => {
  const touches = ['pg:shop', 'dir:/etc', 'my:shop', 'lite:cart', 'own:vault', 'dir:db-1:/etc', 'elsewhere']
  expect(touches.filter(canBeCopied)).toEqual(['pg:shop', 'dir:/etc', 'my:shop', 'lite:cart', 'own:vault'])
  expect(touches.map(shortName)).toEqual(['shop', '/etc', 'shop', 'cart', 'vault', '/etc', 'elsewhere'])
})
