import { expect, test } from 'vitest'
import { intakeQueue } from './intake-queue.ts'

test('a key holds at most a quarter of the queue, and others come through', () => {
  const queue = intakeQueue({ requests: 8, bytes: 1_000 })
  const of = (key: string) => {
    const place = queue.enter()
    place.of(key)
    return place
  }
  const [first] = [of('loud'), of('loud')]
  const third = queue.enter()
  expect(() => third.of('loud')).toThrow(expect.objectContaining({ status: 429, retryAfterSeconds: 1 }))
  third.leave()
  expect(() => of('quiet')).not.toThrow()
  first?.leave()
  expect(() => of('loud')).not.toThrow()
})

test('bytes count like requests, and are given back', () => {
  const queue = intakeQueue({ requests: 100, bytes: 1_000 })
  const large = queue.enter()
  large.of('loud')
  large.grow(300)
  expect(() => queue.enter().of('loud')).toThrow(expect.objectContaining({ status: 429 }))
  large.leave()
  expect(() => queue.enter().of('loud')).not.toThrow()
})

test('a full queue says come back, and keeps nothing', () => {
  const queue = intakeQueue({ requests: 2, bytes: 1_000 })
  queue.enter()
  queue.enter().leave()
  queue.enter()
  expect(() => queue.enter()).toThrow(expect.objectContaining({ status: 503, retryAfterSeconds: 1 }))
})
