import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openSecrets } from './secrets.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'fireline-secrets-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

it('what is sealed opens after a restart, in its own place, and not when it was touched', () => {
  const sealed = openSecrets({ dataDir }).seal('tk_secret', 'contact ana')
  const again = openSecrets({ dataDir })
  expect(sealed).not.toContain('tk_secret')
  expect(again.open(sealed, 'contact ana')).toBe('tk_secret')
  expect(() => again.open(sealed, 'contact ben')).toThrow(/authenticate/)
  expect(() => again.open(`${sealed.slice(0, -6)}AAAA==`, 'contact ana')).toThrow()
  expect(() => openSecrets({ dataDir, secretFile: join(dataDir, 'other') }).open(sealed, 'contact ana')).toThrow()
})

it('the key is for its owner only, and a link is the same after a restart', () => {
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
  expect(openSecrets({ dataDir }).derive('link')).toBe(openSecrets({ dataDir }).derive('link'))
  expect(openSecrets({ dataDir }).derive('link')).toHaveLength(43)
})
