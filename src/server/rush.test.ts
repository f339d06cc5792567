import { expect, test } from 'vitest'
import { rushAtTheDoor } from './rush.ts'

test('many requests or many bytes within a tenth of a second are a rush, and it is over as soon as nothing comes', () => {
  let now = 1_000
  const door = rushAtTheDoor(() => now)
  for (let n = 0; n < 99; n++) door.came(1, 100)
  expect(door.isNow()).toBe(false)
  now += 50
  door.came(1, 100)
  expect(door.isNow()).toBe(true)
  now += 100
  expect(door.isNow()).toBe(false)
  door.came(0, 128 * 1024)
  expect(door.isNow()).toBe(true)
  now += 1_000
  expect(door.isNow()).toBe(false)
})

test('a steady sender is no rush', () => {
  let now = 0
  const door = rushAtTheDoor(() => now)
  for (let n = 0; n < 200; n++) {
    now += 6
    door.came(1, 700)
    expect(door.isNow()).toBe(false)
  }
})
