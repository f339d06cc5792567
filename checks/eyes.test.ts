import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, root, sources } from './imports.ts'

/** All that the eyes may load: files, the line, keys. None of it starts a program, opens a terminal, or loads code. */
const needed = [
  'buffer',
  'crypto',
  'events',
  'fs',
  'fs/promises',
  'http',
  'https',
  'net',
  'os',
  'path',
  'process',
  'querystring',
  'stream',
  'tls',
  'url',
  'util',
  'zlib',
]
/** Speed-ups of the line that are not there: it goes on without. */
const absent = ['bufferutil', 'utf-8-validate']

const eyes = readFileSync(join(root, 'dist/handed-out/fireline-eyes.cjs'), 'utf8')
const bare = (name: string): string => name.replace(/^node:/, '')

test('the eyes as they are handed out load nothing that starts a program', () => {
  const loaded = [...eyes.matchAll(/\brequire\(([^)]*)\)/g)].map(([, what = '']) => what)
  expect(loaded.length).toBeGreaterThan(10)
  const names = loaded.map(what => /^["']([^"']+)["']$/.exec(what)?.[1] ?? `by what is computed: ${what}`)
  expect([...new Set(names.map(bare))].sort()).toEqual([...needed, ...absent].sort())
  for (const word of [
    'child_process',
    'worker_threads',
    'node-pty',
    'forkpty',
    'dlopen',
    'process.binding',
    'createRequire',
    'getBuiltinModule',
    'execve',
    'import(',
  ])
    expect([word, eyes.includes(word)]).toEqual([word, false])
  expect(builtinModules).toContain('child_process')
})

test('they make no code of text', () => {
  expect(eyes.split('\n')[0]).toBe('#!/usr/bin/env -S node --disallow-code-generation-from-strings')
})

test('the sources that the eyes are built of import no such thing either', () => {
  const files = new Map(sources().map(file => [file.path, file]))
  const seen = new Set<string>()
  const walk = (path: string) => {
    const file = files.get(path)
    if (!file || seen.has(path)) return
    seen.add(path)
    for (const target of importsOf(file)) {
      expect([path, bare(target)]).not.toEqual([
        path,
        expect.stringMatching(/^(child_process|worker_threads|cluster|vm|module|@lydell\/node-pty)$/),
      ])
      walk(target)
    }
  }
  walk('src/agent/eyes/main.ts')
  expect(seen).toContain('src/agent/host-link.ts')
  expect(seen).not.toContain('src/agent/run-bounded.ts')
})
