import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { requireProgram } from '../../../test/real-program.ts'
import { isPagePath } from '../../runbook/page-path.ts'
import type { PageCommit, RunbookStore } from '../../steps/consult/runbook-store.ts'
import { openRunbook } from './open-runbook.ts'

const real = requireProgram('git')
let base: string
let root: string
let store: RunbookStore
const open = () => openRunbook({ folder: root, examples: join(base, 'examples') })
const put = (path: string, text: string, under = root) => {
  mkdirSync(dirname(join(under, path)), { recursive: true })
  writeFileSync(join(under, path), text)
}
const git = (...args: string[]) => {
  const who = ['-c', 'user.name=Ben', '-c', 'user.email=ben@example.com', '-c', `safe.directory=${root}`]
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim()
}
let drafts = 0
const page = (path: string, markdown: string, more: Partial<PageCommit> = {}): PageCommit => ({
  draft: `01999999-0000-7000-8000-${String(++drafts).padStart(12, '0')}`,
  path,
  markdown,
  message: `${path}: written`,
  author: { id: 'ana', name: 'Ana', email: 'ana@example.com' },
  ...more,
})

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'fireline-git-'))
  root = join(base, 'runbook')
  put('first.md', '# First\n', join(base, 'examples'))
  if (real) store = await open()
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

describe.skipIf(!real)('the runbook in git', () => {
  test('starts with the example pages, and starts again with what is there', async () => {
    expect((await store.book()).page('first')?.title).toBe('First')
    const head = git('rev-parse', 'HEAD')
    expect(git('status', '--porcelain')).toBe('')
    await open()
    expect(git('rev-parse', 'HEAD')).toBe(head)
  })

  test('an accepted page is one commit by the person who accepted it, however often it is asked', async () => {
    const accepted = page('shop/slow.md', '# Slow\n')
    const done = await store.commit(accepted)
    expect(await store.commit(accepted)).toEqual(done)
    expect(await store.commit({ ...accepted, markdown: 'other' })).toEqual(done)
    expect(git('log', '--format=%an <%ae> %cn', '-1')).toBe('Ana <ana@example.com> Fireline')
    expect(git('rev-list', '--count', 'HEAD')).toBe('2')
    expect(readFileSync(join(root, 'shop/slow.md'), 'utf8')).toBe('# Slow\n')
    expect((await store.book()).page('shop/slow')?.title).toBe('Slow')
  })

  test('commits at the same time each arrive', async () => {
    await Promise.all([1, 2, 3, 4].map(n => store.commit(page(`p${n}.md`, `# ${n}\n`))))
    expect(git('rev-list', '--count', 'HEAD')).toBe('5')
    expect(git('status', '--porcelain')).toBe('')
  })

  test('what a person changed meanwhile is merged; what cannot be merged stands beside it and is said', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => `line ${i}\n`)
    await store.commit(page('a.md', lines.join('')))
    const before = await store.read('a.md')
    put('a.md', lines.join('').replace('line 0', 'by hand'))
    const merged = await store.commit(page('a.md', `${lines.join('')}seen\n`, { base: before?.version }))
    expect(merged.trouble).toContain('merged')
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toMatch(/^by hand[^]*seen\n$/)
    const beside = await store.commit(page('a.md', 'x\n', { base: before?.version }))
    expect(beside.path).toMatch(/^a-\w+\.md$/)
    expect(beside.trouble).toContain('holds other words')
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toMatch(/^by hand/)
  })

  test('a half-done merge is said, and nothing is committed into it', async () => {
    git('checkout', '-q', '-b', 'other')
    put('first.md', '# Other\n')
    git('commit', '-qam', 'other')
    git('checkout', '-q', 'main')
    put('first.md', '# Main\n')
    git('commit', '-qam', 'main')
    expect(() => git('merge', '-q', 'other')).toThrow(/./)
    await expect(store.commit(page('b.md', 'b'))).rejects.toThrow(/middle of a merge/)
    git('merge', '--abort')
    await expect(store.commit(page('b.md', 'b'))).resolves.toMatchObject({ path: 'b.md' })
  })

  test('hooks of the repository never run', async () => {
    const hook = join(root, '.git/hooks/pre-commit')
    mkdirSync(dirname(hook), { recursive: true })
    writeFileSync(hook, `#!/bin/sh\ntouch ${join(base, 'ran')}\nexit 1\n`)
    chmodSync(hook, 0o755)
    await store.commit(page('c.md', 'c'))
    expect(existsSync(join(base, 'ran'))).toBe(false)
  })

  test('a page leads nowhere outside, neither by its path nor by a link', async () => {
    mkdirSync(join(base, 'outside'))
    put('secret.md', 'secret', join(base, 'outside'))
    symlinkSync(join(base, 'outside'), join(root, 'link'))
    symlinkSync(join(base, 'outside/secret.md'), join(root, 'secret.md'))
    symlinkSync(join(base, 'outside/new.md'), join(root, 'new.md'))
    for (const path of ['link/x.md', 'secret.md', 'new.md', '../x.md', '.git/x.md', '-x.md'])
      await expect(store.commit(page(path, 'x'))).rejects.toThrow(/not a path/)
    expect((await store.book()).pages().map(one => one.id)).toEqual(['first'])
    expect(await store.read('secret.md')).toBeUndefined()
  })

  test('a page that is edited in the folder is found by its new words', async () => {
    put('first.md', '# Certificates expire\n')
    const found = async () => (await store.book()).search('certificates')[0]?.page.id
    await vi.waitFor(async () => expect(await found()).toBe('first'), { timeout: 5_000 })
  })

  test('a commit goes to the branch that is followed', async () => {
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(base, 'remote.git')])
    git('remote', 'add', 'origin', join(base, 'remote.git'))
    git('push', '-q', '-u', 'origin', 'main')
    const done = await store.commit(page('d.md', 'd'))
    expect(done.trouble).toBeUndefined()
    expect(git('ls-remote', 'origin', 'main').split('\t')[0]).toBe(done.commit)
  })
})

test('paths that a page may have', () => {
  expect(['a.md', 'shop/a b.md', 'Ä/é.MD'].filter(isPagePath)).toHaveLength(3)
  const bad = [
    'a.txt',
    '/a.md',
    'a//b.md',
    '../a.md',
    'a/../b.md',
    '.x/a.md',
    '-a.md',
    'a/-b.md',
    'a\0.md',
    'a\\b.md',
    ' a.md',
    '',
  ]
  expect(bad.filter(isPagePath)).toEqual([])
})
