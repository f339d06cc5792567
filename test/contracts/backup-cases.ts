import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { type BackupDriver, BackupTrouble } from '../../src/steps/change/backup-driver.ts'
import type { BackupSource } from './backup-sources.ts'

const going = new AbortController().signal

/** What every driver promises, whatever it copies: each with names that a shell would run. */
export function driverKeepsItsPromises(name: string, open: () => BackupSource): void {
  describe(`a copy by ${name}`, () => {
    const opened: BackupSource[] = []
    const source = () => {
      const one = open()
      opened.push(one)
      return one
    }
    afterEach(() => {
      for (const { home } of opened.splice(0)) rmSync(home, { recursive: true, force: true })
    })

    it('is proven, closed to others, and put back by the very line that is shown; no name was run', async () => {
      const { driver, task, look, wreck, home, putBack } = source()
      const [one, before] = [task(), look()]
      const proven = await copyAndProve(driver, one, going)
      expect(proven).toMatchObject({ level: 'L3', covers: one.touches })
      expect(statSync(one.folder).mode & 0o777).toBe(0o700)
      if (lstatSync(proven.location).isFile()) expect(statSync(proven.location).mode & 0o777).toBe(0o600)
      expect(look()).toBe(before)
      wreck()
      expect(look()).not.toBe(before)
      if (putBack) putBack(proven.restore)
      else execFileSync('/bin/sh', ['-c', proven.restore], { cwd: home })
      expect(look()).toBe(before)
      expect(readdirSync(home).filter(entry => /ran$|^x$/.test(entry))).toEqual([])
      expect(existsSync('HOME-ran') || existsSync('ran')).toBe(false)
    })

    it('is refused when one byte of it was changed, cut or added before it was proven, at any file of it', async () => {
      const { driver, task } = source()
      for (const damage of [cut, flip, add]) {
        const spoiled = takesThen(driver, location => damage(largest(location)))
        await expect(copyAndProve(spoiled, task(), going)).rejects.toThrow('altered, cut or damaged')
      }
    })

    it('of another source is refused, also with a digest of its own', async () => {
      const [mine, other] = [source(), source()]
      other.change()
      const task = mine.task()
      const swapped: BackupDriver = {
        ...mine.driver,
        async take(one, signal) {
          const taken = await mine.driver.take(one, signal)
          const theirs = await other.driver.take({ ...other.task(), folder: other.home }, signal)
          return { ...taken, location: theirs.location, digest: theirs.digest }
        },
      }
      await expect(copyAndProve(swapped, task, going)).rejects.toThrow(BackupTrouble)
    })

    it('is compared with what stood there when it was taken, not with what was written since', async () => {
      const { driver, task, change } = source()
      expect(await copyAndProve(takesThen(driver, change), task(), going)).toMatchObject({ level: 'L3' })
    })

    it('is not proven by nothing to compare', async () => {
      const { driver, task } = source()
      const mute: BackupDriver = {
        ...driver,
        take: async (one, signal) => ({ ...(await driver.take(one, signal)), source: new Map(), prints: [] }),
      }
      const came = await copyAndProve(mute, task(), going).catch((error: Error) => error)
      expect(came instanceof BackupTrouble || (came as { level: string }).level < 'L3').toBe(true)
    })

    it('is not begun without room for it', async () => {
      const { driver, task } = source()
      const huge = { ...driver, estimateBytes: async () => 1e18 }
      await expect(copyAndProve(huge, task(), going)).rejects.toThrow('There is no room')
    })

    it('of what is not there is refused in words', async () => {
      const { driver, task, lose } = source()
      lose()
      const error = await copyAndProve(driver, task(), going).catch((trouble: Error) => trouble)
      expect(error).toBeInstanceOf(BackupTrouble)
      expect((error as Error).message).toMatch(/not there|No such file|does not exist/)
    })

    it('that is stopped ends, and is no copy', async () => {
      const { driver, task } = source()
      const stop = new AbortController()
      const stopped = takesThen(driver, () => stop.abort())
      await expect(copyAndProve(stopped, task(), stop.signal)).rejects.toThrow(/abort|interrupted/i)
    })
  })
}

function takesThen(driver: BackupDriver, then: (location: string) => void): BackupDriver {
  return {
    ...driver,
    async take(task, signal) {
      const taken = await driver.take(task, signal)
      then(taken.location)
      return taken
    },
  }
}

/** The file of a copy that holds the most of it. */
export function largest(location: string): string {
  if (lstatSync(location).isFile()) return location
  const files = readdirSync(location, { recursive: true }).map(name => join(location, String(name)))
  const bySize = files.filter(file => lstatSync(file).isFile()).sort((a, b) => statSync(b).size - statSync(a).size)
  return bySize[0] ?? location
}

export const cut = (file: string) => truncateSync(file, statSync(file).size - 1)
export const add = (file: string) => writeFileSync(file, '\n', { flag: 'a' })
export function flip(file: string, at = Math.floor(statSync(file).size / 2)): void {
  const bytes = readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  rmSync(file)
  writeFileSync(file, bytes, { mode: 0o600 })
}
