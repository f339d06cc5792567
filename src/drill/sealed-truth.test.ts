import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Truth } from './faults/fault.ts'
import { between, seeded } from './random.ts'
import { sealTruth } from './sealed-truth.ts'

const truth: Truth = {
  entity: 'web-2',
  mechanism: 'a column that nobody made',
  temptingTheory: 'the database',
  redHerring: 'a certificate',
  mitigation: ['drain'],
  fix: ['deploy'],
  undo: [],
}
let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sealed-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

test('the truth cannot be read from the folder, and is what was sealed', async () => {
  const open = await sealTruth(join(home, 'truth.sealed'), truth)
  expect((await readFile(join(home, 'truth.sealed'))).includes('web-2')).toBe(false)
  expect(await open()).toEqual(truth)
})

test('a truth that somebody changed is not taken for the truth', async () => {
  const path = join(home, 'truth.sealed')
  const open = await sealTruth(path, truth)
  const bytes = await readFile(path)
  bytes[40] = (bytes[40] ?? 0) ^ 1
  await writeFile(path, bytes)
  await expect(open()).rejects.toThrow()
})

test('the same seed breaks the same things in the same way', () => {
  const draws = (seed: number) =>
    Array.from(
      { length: 5 },
      (
        (random = seeded(seed)) =>
        () =>
          between(random, 1, 9)
      )(),
    )
  expect(draws(7)).toEqual(draws(7))
  expect(draws(7)).not.toEqual(draws(8))
})
