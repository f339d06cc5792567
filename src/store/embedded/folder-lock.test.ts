import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FolderInUse, folderHolder, lockFolder } from './folder-lock.ts'
import { identifyProcess } from './process-identity.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function leaveLock(content: string): void {
  mkdirSync(join(folder, 'lock'))
  writeFileSync(join(folder, 'lock', '4'), content)
}

test('a folder has one owner until it is released', () => {
  const lock = lockFolder(folder)
  expect(folderHolder(folder)?.pid).toBe(process.pid)
  expect(() => lockFolder(folder)).toThrow(FolderInUse)
  lock.release()
  expect(folderHolder(folder)).toBeUndefined()
  lockFolder(folder).release()
})

test('a lock whose pid now belongs to another process is taken over', () => {
  leaveLock(JSON.stringify({ ...identifyProcess(process.pid), startedAt: '1' }))
  const lock = lockFolder(folder)
  expect(readdirSync(join(folder, 'lock'))).toEqual(['5'])
  lock.release()
})

test('a lock from before the machine was started again is taken over', () => {
  leaveLock(JSON.stringify({ ...identifyProcess(process.pid), boot: 'an earlier one' }))
  lockFolder(folder).release()
  expect(readdirSync(join(folder, 'lock'))).toEqual([])
})

test('a lock file that was cut short is nobody’s', () => {
  leaveLock('{"pid": 1')
  expect(folderHolder(folder)).toBeUndefined()
  lockFolder(folder).release()
})
