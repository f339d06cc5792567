import { expect, it } from 'vitest'
import { unkeptField } from './unkept-field.ts'

it('finds the text that cannot be kept, however deep it stands', () => {
  expect(unkeptField({ layers: [{ name: 'fine 🔥' }, { name: 'a\0b' }] })).toBe('layers.1.name')
  expect(unkeptField({ reason: 'half a \ud800' })).toBe('reason')
  expect(unkeptField({ labels: { 'a\0': 'x' } })).toBe('labels.?')
  expect(unkeptField({ reason: 'ä', count: 1, none: null })).toBeUndefined()
})
