import { expect, it } from 'vitest'
import { covers } from '../incident/touches.ts'
import { byItsName } from './by-its-name.ts'

const address = 'postgres://app:x@db:5432/orders?sslmode=require'

it.each<[string[], string | undefined, string[]]>([
  [['pg:shop'], address, ['pg:shop', 'pg:shop/orders']],
  [['pg:shop/orders'], address, ['pg:shop/orders', 'pg:shop']],
  [['my:shop'], 'mariadb://app@db/orders', ['my:shop', 'my:shop/orders']],
  [['pg:shop/other'], address, ['pg:shop/other']],
  [['pg:shop/orders/public.carts'], address, ['pg:shop/orders/public.carts']],
  [['pg:shop'], 'postgres://app@db', ['pg:shop']],
  [['pg:shop'], 'postgres://app@db/a%2Fb', ['pg:shop']],
  [['dir:/etc', 'lite:cart'], undefined, ['dir:/etc', 'lite:cart']],
])('%j at %s', (said, at, all) => {
  expect(byItsName(said, at)).toEqual(all)
})

it('a rehearsed copy of the whole protects a change that names its table', () => {
  expect(['pg:shop'].some(copy => covers(copy, 'pg:shop/orders/public.carts'))).toBe(false)
  expect(byItsName(['pg:shop'], address).some(copy => covers(copy, 'pg:shop/orders/public.carts'))).toBe(true)
})
