import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, root, type Source, sources } from './imports.ts'

const files = sources()

test('one imports from the file that defines the thing: no barrels, no catch-all files', () => {
  const barrels = files.filter(
    ({ path, text }) =>
      /^(index|types|utils|helpers|common)\.tsx?$/.test(basename(path)) || /^export \* from/m.test(text),
  )
  expect(barrels.map(file => file.path)).toEqual([])
})

test('no circle of imports', () => {
  const graph = new Map(files.map(file => [file.path, importsAtRunTime(file)]))
  expect(circle(graph)).toEqual([])
})

test('files are kebab-case and import with their endings', () => {
  expect(files.map(file => file.path).filter(path => !/^[a-z0-9/.-]+\.tsx?$/.test(path))).toEqual([])
  const bare = files.flatMap(file =>
    importsOf(file).filter(target => target.startsWith('src/') && !/\.[a-z]+$/.test(target)),
  )
  expect(bare).toEqual([])
})

test('nothing committed knows the machine it was written on, or leaves work for later', () => {
  const forbidden =
    /\b(TODO|FIXME)\b|@ts-ignore|(oxlint|biome|eslint)-(disable|ignore)|\/(work|root)\/|(?<![.\w])\/(home|Users)\/[a-z]|"resolved": *"http/
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n')
  const wrong = tracked
    .filter(path => !/\.(cast|png|woff2?)$|^LICENSE$|^checks\/shape\.test\.ts$/.test(path))
    .flatMap(path =>
      linesOf(path).flatMap((line, index) => (forbidden.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    )
  expect(wrong).toEqual([])
})

/** What is imported as a type alone is erased, and no circle. */
function importsAtRunTime({ path, text }: Source): string[] {
  const kept = text.replace(/(^|\n)(import|export) type [\s\S]*?from '[^']+'/g, '')
  return importsOf({ path, text: kept }).filter(target => target.startsWith('src/'))
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(join(root, path), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** The first circle found, as a list of files; empty when there is none. */
function circle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>()
  const visit = (path: string, above: string[]): string[] => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path]
    if (done.has(path)) return []
    for (const next of graph.get(path) ?? []) {
      const found = visit(next, [...above, path])
      if (found.length > 0) return found
    }
    done.add(path)
    return []
  }
  for (const path of graph.keys()) {
    const found = visit(path, [])
    if (found.length > 0) return found
  }
  return []
}
