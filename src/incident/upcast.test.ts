import { expect, test } from 'vitest'
import { upcast } from './upcast.ts'

test('an event of an older version is brought to today step by step, a newer one is left alone', () => {
  const by = {
    'LeadTaken@1': (data: { who: string }) => ({ person: data.who }),
    'LeadTaken@2': (data: { person: string }) => ({ ...data, from: 'nobody' }),
  }
  expect(upcast({ type: 'LeadTaken', v: 1, data: { who: 'ana' } }, by)).toEqual({
    type: 'LeadTaken',
    v: 3,
    data: { person: 'ana', from: 'nobody' },
  })
  const newer = { type: 'LeadTaken', v: 9, data: { more: true } }
  expect(upcast(newer, by)).toEqual(newer)
})
