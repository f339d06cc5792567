import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

type Chunk = { file: string; src?: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] }
type Manifest = Record<string, Chunk>

/** What a browser loads to show an incident: the page's own chunk as well when the entry fetches it by name; the terminal's comes when one opens. */
const incidentPage = /(^|\/)(room|rooms|incident|incident-page|incident-room)(\/|\.tsx?$|\.)/

/** The JavaScript of the incident page before a terminal is opened, gzipped, in kB; nothing when there is no web page. */
export function firstLoadGzipKB(built: string): number | undefined {
  const path = join(built, '.vite', 'manifest.json')
  if (!existsSync(path)) return undefined
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const entries = Object.entries(manifest).filter(([, chunk]) => chunk.isEntry)
  const loaded = new Set<string>()
  for (const [key, chunk] of entries) {
    addWithImports(manifest, key, loaded)
    const fetched = (chunk.dynamicImports ?? []).filter(name => incidentPage.test(name) && !/terminal/.test(name))
    for (const name of fetched) addWithImports(manifest, name, loaded)
  }
  const files = [...loaded].map(key => manifest[key]?.file ?? '').filter(file => file.endsWith('.js'))
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 9 }).length, 0)
  return Math.round(bytes / 100) / 10
}

function addWithImports(manifest: Manifest, key: string, loaded: Set<string>): void {
  if (loaded.has(key)) return
  loaded.add(key)
  for (const name of manifest[key]?.imports ?? []) addWithImports(manifest, name, loaded)
}
