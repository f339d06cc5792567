import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sumOfDigests } from './sum-of-digests.ts'

const md5 = (said: number) => createHash('md5').update(String(said)).digest('hex')
const summed = (digests: readonly string[]) => {
  const sum = sumOfDigests()
  digests.forEach(sum.add)
  return sum.all()
}
const some = Array.from({ length: 1_000 }, (_, n) => md5(n))

it('the same rows have the same sum in any order; one other row, one twice or one less has another', () => {
  const { sum, count, odd } = summed(some)
  expect([count, odd]).toEqual([1_000, 0])
  expect(summed(some.toReversed()).sum).toBe(sum)
  for (const other of [[...some.slice(1), md5(-1)], some.slice(1), [...some, md5(1)]])
    expect(summed(other).sum).not.toBe(sum)
})

it('adds up every bit of each word', () => {
  expect(summed(['ffffffff00000001800000000000000f', 'ffffffff00000001800000000000000f']).sum).toBe(
    `${2 * 0xffff_ffff} 2 ${2 * 0x8000_0000} 30`,
  )
})

it('what is no digest is counted apart', () => {
  expect(summed([md5(1), 'NULL'])).toMatchObject({ odd: 1, count: 2 })
})
