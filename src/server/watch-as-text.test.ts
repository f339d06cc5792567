import { expect, it } from 'vitest'
import { pageOf } from './watch-as-text.ts'

const looker = { number: 12, rows: 4, cols: 60, isHeld: true }
const rowsOf = (page: string) =>
  page
    .replace('\u001b[H', '')
    .replaceAll(/\u001b\[[0-9]*[KJm]/g, '')
    .split('\r\n')
    .map(row => row.trimEnd())

it('who watches reads who types and what their keys do, above the end of the screen, in their own size', () => {
  const screen = 'one\ntwo\nthree\nfour\n\n\n'
  expect(rowsOf(pageOf(screen, 'Ana', { ...looker, cols: 80 }))).toEqual([
    'INC-12: you watch, Ana types. [b] go in all the same  [q] leave',
    'two',
    'three',
    'four',
  ])
  expect(rowsOf(pageOf('x'.repeat(90), undefined, { ...looker, cols: 40, isHeld: false }))).toEqual([
    'INC-12: you watch, nobody types. [q]',
    'back',
    'x'.repeat(40),
  ])
  // A window with no room at all still shows the last row.
  expect(rowsOf(pageOf(screen, 'Ana', { ...looker, rows: 1, cols: 80 })).at(-1)).toBe('four')
})

it('a name is only text', () => {
  expect(pageOf('', 'An\u001b]0;x\u0007a', looker)).not.toMatch(/\u001b\]|\u0007/)
})
