import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyBinaries, findBinaries } from './binaries.ts'
import { settleDataFolder } from './data-folder.ts'
import { canReach } from './server-user.ts'

const isRoot = process.getuid?.() === 0
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.runIf(isRoot)('as root, a path below a closed folder is not used, and we say which one is', () => {
  mkdirSync(join(folder, 'home'), { mode: 0o700 })
  const said: string[] = []
  const fallback = join(tmpdir(), `fallback-${process.pid}`)
  expect(settleDataFolder(join(folder, 'home', 'data'), line => said.push(line), fallback)).toBe(fallback)
  expect(said.join()).toContain(`using ${fallback}`)
  expect(existsSync(join(folder, 'home', 'data'))).toBe(false)
  rmSync(fallback, { recursive: true })
})

test('a data folder is made, and nobody but its owner and the server may enter', () => {
  const dataDir = settleDataFolder(join(folder, 'data'), () => {}, join(folder, 'data'))
  expect(statSync(dataDir).mode & 0o067).toBe(0)
})

test('programs are copied whole, with the links npm cannot carry', () => {
  const copy = copyBinaries(findBinaries(), folder)
  expect(existsSync(join(copy.bin, 'postgres'))).toBe(true)
  expect(existsSync(join(copy.root, 'lib', 'libicuuc.so.60'))).toBe(true)
  expect(copyBinaries(findBinaries(), folder)).toEqual(copy)
})

test('a server that runs as we do reaches what we reach; as another user it needs every folder above to be open', () => {
  const inside = join(folder, 'file')
  expect(canReach(inside, undefined)).toBe(true)
  expect(canReach(inside, { uid: 65533, gid: 65533 })).toBe(false)
  expect(canReach('/usr/bin/env', { uid: 65533, gid: 65533 })).toBe(true)
})
