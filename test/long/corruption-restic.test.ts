import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resticCopy } from '../../src/integrations/restic/restic.ts'
import type { BackupTask, Taken } from '../../src/steps/change/backup-driver.ts'
import { largest } from '../contracts/backup-cases.ts'
import { cutBy, flipBit } from '../corruption/damage.ts'
import { requireProgram } from '../real-program.ts'

const going = new AbortController().signal
const has = requireProgram('restic')
let home: string
let task: BackupTask
let good: Taken

beforeAll(async () => {
  if (!has) return
  home = mkdtempSync(join(tmpdir(), 'fireline-packs-'))
  mkdirSync(join(home, 'etc'))
  writeFileSync(join(home, 'etc', 'big'), randomBytes(300_000))
  task = { backup: 'b', touches: [`dir:${join(home, 'etc')}`], folder: join(home, 'copy') }
  mkdirSync(task.folder)
  good = await resticCopy.take(task, going)
})
afterAll(() => {
  if (home) rmSync(home, { recursive: true, force: true })
})

/** A repository of its own with this damage, as if its digest had been taken after it. */
async function damaged(name: string, damage: (pack: string) => void) {
  const location = join(home, name)
  cpSync(good.location, location, { recursive: true })
  damage(largest(join(location, 'repository', 'data')))
  const folder = join(home, `${name}-proof`)
  mkdirSync(folder)
  const said = (...args: string[]) =>
    spawnSync(
      'restic',
      ['--repo', join(location, 'repository'), '--password-file', join(location, 'password'), '--no-cache', ...args],
      {
        encoding: 'utf8',
      },
    )
  const digest = await resticCopy.digestOf(location)
  return { said, digest, proof: () => resticCopy.prove({ ...task, folder }, { ...good, location, digest }, going) }
}

describe.runIf(has)('a copy by restic that was damaged', () => {
  it('one bit in a pack: `check` finds no errors, and it is refused', async () => {
    const { said, proof, digest } = await damaged('flipped', pack => flipBit(pack, 1_000))
    expect(said('check')).toMatchObject({ status: 0, stdout: expect.stringContaining('no errors were found') })
    expect(digest).not.toBe(good.digest)
    await expect(proof()).rejects.toThrow('restic check ended with 1')
  })

  it('a pack cut by one byte: `restore --verify` is content, and it is refused', async () => {
    const { said, proof } = await damaged('cut', cutBy(1))
    expect(said('restore', 'latest', '--verify', '--target', join(home, 'verified'))).toMatchObject({ status: 0 })
    await expect(proof()).rejects.toThrow('restic check ended with 1')
  })

  it('whole and of something else: what was restored is compared with the source', async () => {
    const { proof } = await damaged('other', () => {})
    const source = good.prints?.map(one => ({ ...one, print: `${one.print.slice(0, -1)}x` })) ?? []
    await expect(proof()).resolves.toMatchObject({ level: 'L3' })
    const folder = join(home, 'other-again')
    mkdirSync(folder)
    const lying = resticCopy.prove({ ...task, folder }, { ...good, prints: source }, going)
    await expect(lying).rejects.toThrow('not equal to the source')
  })
})
