import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { inWords } from '../../src/hosts/take-backup.ts'
import { BackupTrouble } from '../../src/steps/change/backup-driver.ts'
import { requireProgram } from '../real-program.ts'
import type { BackupSource } from './backup-sources.ts'

const going = new AbortController().signal

/** What goes wrong around a copy while it is taken: each time no copy, and words that say what. */
export function driverSaysWhatIsWrong(name: string, open: () => BackupSource): void {
  describe(`a copy by ${name}, when`, () => {
    const opened: BackupSource[] = []
    const disk = smallDisk()
    const source = () => {
      const one = open()
      opened.push(one)
      return one
    }
    afterEach(() => {
      for (const { home } of opened.splice(0)) rmSync(home, { recursive: true, force: true })
    })
    afterAll(() => disk?.close())

    it.runIf(disk)('the disk that copies go to is full, is none, and says so', async () => {
      const { driver, task } = source()
      const one = { ...task(), folder: join(disk?.path ?? '', 'copy') }
      mkdirSync(one.folder)
      writeFileSync(join(disk?.path ?? '', 'filler'), Buffer.alloc(disk?.free() ?? 0))
      const error = await driver.take(one, going).catch((trouble: Error) => trouble)
      expect(error).toBeInstanceOf(Error)
      expect(inWords(error, one.url)).toMatch(/full|no space/i)
    })

    it('somebody writes meanwhile, is one of one moment, or none in words', async () => {
      const { driver, task, change } = source()
      let left = 6
      const writing = setInterval(() => left-- > 0 && change(), 50)
      try {
        const came = await copyAndProve(driver, task(), going).catch((trouble: Error) => trouble)
        if (came instanceof Error) expect(came).toBeInstanceOf(BackupTrouble)
        else expect(came.level).toBe('L3')
      } finally {
        clearInterval(writing)
      }
    })

    // What a driver has none of cannot go wrong with it.
    const { tool, old, expire } = known(open)
    if (tool)
      it('its program is killed just before it is done, is none', async () => {
        const { driver, task } = source()
        const killed = `case "$*" in *version*) exec "$REAL" "$@";; esac; "$REAL" "$@"; kill -KILL $$`
        await withStandIn(tool, killed, async () => {
          await expect(copyAndProve(driver, task(), going)).rejects.toThrow(BackupTrouble)
        })
      })

    if (old)
      it('its program is too old for that, is not begun', async () => {
        const { driver, task } = source()
        await withStandIn(tool ?? '', old ?? '', async () => {
          expect(await driver.unfit(task())).toMatch(/older than|cannot be used/)
        })
      })

    if (expire)
      it('who Fireline is may no longer come in half-way, is none, and no secret is told', async () => {
        const one = source()
        const expiring = {
          ...one.driver,
          async estimateBytes() {
            one.expire?.()
            return 1
          },
        }
        const task = one.task()
        const error = await copyAndProve(expiring, task, going).catch((trouble: Error) => trouble)
        expect(error).toBeInstanceOf(BackupTrouble)
        expect(inWords(error, task.url)).toMatch(/does not answer|denied|locked/)
        expect((error as Error).message).not.toContain(one.secret)
        expect(existsSync(join(task.folder, 'copy.sql'))).toBe(false)
      })
  })
}

function known(open: () => BackupSource): Pick<BackupSource, 'tool' | 'old' | 'expire'> {
  const one = open()
  rmSync(one.home, { recursive: true, force: true })
  return one
}

/** For as long as the work goes on another program is found by this name; REAL is the one that it stands in for. */
async function withStandIn(tool: string, script: string, work: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-stand-in-'))
  const real = requireProgram(tool) ?? ''
  const was = process.env['PATH'] ?? ''
  writeFileSync(join(folder, tool), `#!/bin/sh\nREAL='${real}'\n${script}\n`, { mode: 0o755 })
  process.env['PATH'] = `${folder}${delimiter}${was}`
  try {
    await work()
  } finally {
    process.env['PATH'] = was
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nothing where it cannot be mounted, which only root may. */
function smallDisk(): { path: string; free(): number; close(): void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'fireline-small-'))
  const close = () => rmSync(path, { recursive: true, force: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'pipe' })
  } catch {
    console.warn('\n*** SKIPPED: only root can mount the small disk that this test fills ***\n')
    close()
    return undefined
  }
  return {
    path,
    free: () => statfsSync(path).bavail * statfsSync(path).bsize,
    close() {
      execFileSync('umount', [path])
      close()
    },
  }
}
