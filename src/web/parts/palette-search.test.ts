import { expect, it } from 'vitest'
import type { PaletteItem } from './palette.tsx'
import { found } from './palette-search.ts'

const item = (name: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
  id: name,
  name,
  group: 'Do',
  run: () => {},
  ...more,
})
const items = [
  item('Take the lead', { off: 'Ana leads.' }),
  item('Add evidence…'),
  item('Give the keyboard…'),
  item('Leave'),
  item('checkout', { group: 'Service' }),
]

it('finds by all words typed, in the name or what kind of thing it is', () => {
  expect(found(items, 'give key').map(one => one.name)).toEqual(['Give the keyboard…'])
  expect(found(items, 'service').map(one => one.name)).toEqual(['checkout'])
  expect(found(items, 'nothing like it')).toEqual([])
})

it('has what begins so before the rest, and what is off last but not away', () => {
  expect(found(items, 'le').map(one => one.name)).toEqual(['Leave', 'Take the lead'])
  expect(found(items, '')).toEqual(items)
})
