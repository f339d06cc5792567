import { expect, test } from 'vitest'
import { creditOf } from './credit.ts'

const mib = 1024 * 1024

function shown() {
  const is = { position: 0, ms: 0, hears: (_offset: number) => {} }
  const screen = {
    position: () => is.position,
    onPosition: (heard: (offset: number) => void) => void (is.hears = heard),
  }
  const credit = creditOf(screen, () => is.ms)
  const draw = (position: number) => {
    is.position = position
    is.hears(position)
  }
  return { credit, is, draw }
}

test('without an operator at a browser, what prints may be half a mebibyte ahead of the screen', () => {
  const { credit, draw } = shown()
  const told: number[] = []
  const stop = credit.onMore(upTo => told.push(upTo))
  draw(10_000)
  draw(200_000)
  stop()
  draw(900_000)
  expect(told).toEqual([mib / 2 + 10_000, mib / 2 + 200_000])
  credit.end()
})

test("an operator's browser is waited for, but not when it draws nothing for half a second", () => {
  const { credit, is, draw } = shown()
  credit.relayedTo(3 * mib)
  credit.operatorShown(1 * mib)
  draw(2 * mib)
  expect(credit.upTo()).toBe(1.125 * mib)
  is.ms = 501
  expect(credit.upTo()).toBe(2.5 * mib)
  credit.operatorShown(2 * mib)
  expect(credit.upTo()).toBe(2.125 * mib)
  credit.operatorShown(90 * mib)
  expect(credit.upTo(), 'nobody can have drawn what has not come').toBe(2.5 * mib)
  credit.end()
})
