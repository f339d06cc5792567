import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, sources } from './imports.ts'
import { sendersPage } from './senders-page.ts'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'GLOSSARY.md',
  'CONTRIBUTING.md',
  ...markdownIn('docs'),
  ...markdownIn('decisions'),
]
  .filter(path => existsSync(join(root, path)))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))

test('every npm script that a page names exists', () => {
  const builtIn = new Set(['install', 'ci', 'pack', 'exec', 'audit', 'outdated'])
  const wrong = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run (?:-s |--silent )?)?([a-z][a-z:-]*)/g)]
      .map(match => match[1]!)
      .filter(name => !(name in scripts) && !builtIn.has(name) && name !== 'run')
      .map(name => `${path}: npm ${name}`),
  )
  expect(wrong).toEqual([])
})

test('every command of fireline that a console block shows exists', () => {
  const offered = commandsOfCli()
  const wrong = pages.flatMap(({ path, text }) =>
    consoleLines(text)
      .flatMap(line => [...line.matchAll(/(?:^|\| *|&& *|npx )fireline +([a-z][a-z-]*)/g)].map(match => match[1]!))
      .filter(name => !offered.has(name))
      .map(name => `${path}: fireline ${name}`),
  )
  expect(wrong).toEqual([])
})

test('every file that a page links to or names exists', () => {
  const wrong = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
      .map(match => match[1]!)
      .filter(target => !existsSync(join(root, path, '..', target)))
      .map(target => `${path}: ${target}`),
  )
  expect(wrong).toEqual([])
})

test('the page of senders is what `npm run docs:senders` makes of the list', () => {
  expect(readFileSync(join(root, 'docs/senders.md'), 'utf8')).toBe(sendersPage())
})

test('every word of the glossary is used, and what it replaces does not name anything in the code', () => {
  if (!existsSync(join(root, 'GLOSSARY.md'))) return expect(pages.map(page => page.path)).not.toContain('GLOSSARY.md')
  const code = sources()
    .map(file => `${file.path} ${file.text}`)
    .join('\n')
    .toLowerCase()
  const unused = glossary().filter(
    term => !code.includes(term.toLowerCase().replaceAll(' ', '-')) && !code.includes(term.toLowerCase()),
  )
  expect(unused).toEqual([])
})

/** The terms of the glossary's table: the first cell of each row, one or several between dots. */
function glossary(): string[] {
  return readFileSync(join(root, 'GLOSSARY.md'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('|') && !/^\|\s*(-|:|term\b)/i.test(line))
    .flatMap(line => (line.split('|')[1] ?? '').replaceAll('*', '').replaceAll('`', '').split('·'))
    .map(term => term.trim())
    .filter(term => term !== '')
}

function commandsOfCli(): Set<string> {
  const text = sources()
    .filter(file => file.path.startsWith('src/cli/'))
    .map(file => file.text)
    .join('\n')
  return new Set([...text.matchAll(/\.command\(\s*['"]([a-z][a-z-]*)/g)].map(match => match[1]!))
}

function consoleLines(text: string): string[] {
  return [...text.matchAll(/```(?:console|sh|bash|shell)\n([\s\S]*?)```/g)].flatMap(match =>
    match[1]!.split('\n').map(line => line.replace(/^\$ /, '')),
  )
}

function markdownIn(folder: string): string[] {
  const path = join(root, folder)
  return existsSync(path)
    ? readdirSync(path)
        .filter(name => name.endsWith('.md'))
        .map(name => join(folder, name))
    : []
}
