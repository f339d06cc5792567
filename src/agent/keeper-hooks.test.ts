import { expect, test } from 'vitest'
import { type KeeperHooks, wordOnKeys, wordOnTrouble } from './keeper-hooks.ts'

const hook = (word: ReturnType<KeeperHooks['beforeKeys']>, onTrouble: 'go-on' | 'pause'): KeeperHooks => ({
  beforeKeys: () => word,
  heardPiece: () => {},
  onWriteTrouble: () => onTrouble,
})
const keys = { data: '\r', by: 'local' } as const

test('the first who does not let keys pass decides, and where nobody looks they pass', () => {
  const held = { held: 'danger', says: 'this drops a table' } as const
  expect(wordOnKeys([], keys)).toBe('pass')
  expect(wordOnKeys([hook('pass', 'go-on'), hook(held, 'go-on'), hook('drop', 'go-on')], keys)).toEqual(held)
})

test('a shell waits when one says that it must not go on unrecorded', () => {
  const full = new Error('no space left on device')
  expect(wordOnTrouble([], full)).toBeUndefined()
  expect(wordOnTrouble([hook('pass', 'go-on')], full)).toBe('go-on')
  expect(wordOnTrouble([hook('pass', 'go-on'), hook('pass', 'pause')], full)).toBe('pause')
})
