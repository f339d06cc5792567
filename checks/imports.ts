import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export type Source = { path: string; text: string }

/** Every source file of the house, tests left out: they may reach for anything. Paths are from the root. */
export function sources(): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map(file => join('src', file))
    .sort()
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/** What a file imports: a package by its name, a file of ours by its path from the root. */
export function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(statement)]
    .map(match => match[1] ?? match[2] ?? '')
    .map(target => (target.startsWith('.') ? relative(root, join(root, dirname(path), target)) : target))
}

/** The room of a path: `src/store/pool.ts` is in `store`, `src/steps/rally/asks.ts` in `steps/rally`, `src/main.ts` is `main.ts`. */
export function roomOf(path: string): string | undefined {
  const [top, room, second, ...rest] = path.split('/')
  if (top !== 'src' || room === undefined) return undefined
  return (room === 'steps' || room === 'integrations') && rest.length > 0 ? `${room}/${second}` : room
}
