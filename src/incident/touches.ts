import type { BackupLevel } from './events.ts'

/** What a change touches, read: `pg:shop/shop/public.orders`, `my:shop/shop/orders`, `lite:cart/orders`, `own:vault`, `dir:/etc/shop`, `dir:db-1:/etc/shop`. */
export type Touched =
  | { kind: 'postgres'; resource: string; database?: string; schema?: string; table?: string }
  | { kind: 'mariadb'; resource: string; database?: string; table?: string }
  | { kind: 'sqlite'; resource: string; table?: string }
  /** Copied by a program of the team's own, which knows what `part` is. */
  | { kind: 'own'; resource: string; part?: string }
  | { kind: 'folder'; path: string; host?: string }

const slug = /^[a-z0-9][a-z0-9_-]{0,62}$/
const kinds = { pg: 'postgres', my: 'mariadb', lite: 'sqlite', own: 'own' } as const
const mostParts = { pg: 3, my: 3, lite: 2, own: 2 } as const

/** Undefined when nothing here knows what it names: it can be touched, but not copied. */
export function readTouch(touch: string): Touched | undefined {
  const colon = touch.indexOf(':')
  const [prefix, rest] = [touch.slice(0, colon), touch.slice(colon + 1)]
  if (prefix === 'dir') return readFolder(rest)
  if (!isKind(prefix)) return undefined
  const [resource = '', ...parts] = rest.split('/')
  if (!slug.test(resource) || parts.includes('') || parts.length >= mostParts[prefix]) return undefined
  return prefix === 'pg' ? readRelation(resource, parts) : withParts(prefix, resource, parts)
}

const isKind = (prefix: string): prefix is keyof typeof kinds => Object.hasOwn(kinds, prefix)

function withParts(prefix: 'my' | 'lite' | 'own', resource: string, [first, second]: string[]): Touched {
  const kind = kinds[prefix]
  if (kind === 'own') return { kind, resource, ...(first && { part: first }) }
  if (kind === 'sqlite') return { kind, resource, ...(first && { table: first }) }
  return { kind, resource, ...(first && { database: first }), ...(second && { table: second }) }
}

function readRelation(resource: string, [database, relation]: string[]): Touched | undefined {
  if (relation === undefined) return { kind: 'postgres', resource, database }
  const dot = relation.indexOf('.')
  const [schema, table] = dot < 0 ? ['public', relation] : [relation.slice(0, dot), relation.slice(dot + 1)]
  return schema && table ? { kind: 'postgres', resource, database, schema, table } : undefined
}

const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i

/** Without a host it lies on Fireline's own. */
function readFolder(named: string): Touched | undefined {
  const slash = named.indexOf('/')
  const path = named.slice(slash)
  if (slash < 0 || !isPlainPath(path)) return undefined
  if (slash === 0) return { kind: 'folder', path }
  const host = named.slice(0, slash - 1)
  return named[slash - 1] === ':' && hostName.test(host) ? { kind: 'folder', path, host } : undefined
}

/** True when something here can copy it. */
export function canBeCopied(touch: string): boolean {
  const read = readTouch(touch)
  return ['postgres', 'mariadb', 'sqlite', 'own'].includes(read?.kind ?? '') || (read?.kind === 'folder' && !read.host)
}

/** Absolute, and no way to climb out of it. */
export function isPlainPath(path: string): boolean {
  if (!path.startsWith('/')) return false
  return (
    path === '/' ||
    path
      .slice(1)
      .split('/')
      .every(part => part !== '' && part !== '.' && part !== '..')
  )
}

/** True when a copy of the one holds all of the other. What cannot be read covers nothing and is covered by nothing. */
export function covers(copy: string, touch: string): boolean {
  const [whole, part] = [readTouch(copy), readTouch(touch)]
  if (!whole || !part) return false
  if (whole.kind === 'folder' || part.kind === 'folder') return holdsFolder(whole, part)
  const [of, to] = [namesOf(whole), namesOf(part)]
  // Without a name it is the one database of the resource's address, whatever that is called: not every database there.
  if (whole.kind !== part.kind || of.resource !== to.resource || of.database !== to.database) return false
  return of.table === undefined || (of.schema === to.schema && of.table === to.table)
}

function holdsFolder(whole: Touched, part: Touched): boolean {
  if (whole.kind !== 'folder' || part.kind !== 'folder' || whole.host !== part.host) return false
  return whole.path === '/' || `${part.path}/`.startsWith(`${whole.path}/`)
}

/** True when doing something to the one may change the other; what cannot be read may be anything. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [readTouch(one), readTouch(other)]
  if (!a || !b) return true
  if (a.kind === 'folder' || b.kind === 'folder') return mayShareFolder(a, b)
  const [of, to] = [namesOf(a), namesOf(b)]
  const isSame = (x: string | undefined, y: string | undefined) => x === undefined || y === undefined || x === y
  if (a.kind !== b.kind || of.resource !== to.resource) return false
  return isSame(of.database, to.database) && isSame(of.schema, to.schema) && isSame(of.table, to.table)
}

/** A file of SQLite, or what a team's own program copies, may lie in any folder; without a host it may be the one that is named. */
function mayShareFolder(a: Touched, b: Touched): boolean {
  if (a.kind !== 'folder' || b.kind !== 'folder') return [a, b].some(({ kind }) => kind === 'sqlite' || kind === 'own')
  const host = a.host && b.host ? undefined : { host: 'any' }
  const [one, other] = [
    { ...a, ...host },
    { ...b, ...host },
  ]
  return holdsFolder(one, other) || holdsFolder(other, one)
}

interface Names {
  resource: string
  database?: string
  schema?: string
  table?: string
}

const namesOf = (read: Exclude<Touched, { kind: 'folder' }>): Names =>
  read.kind === 'own' ? { resource: read.resource, table: read.part } : read

/** Data is compared row by row; for the rest a copy that was restored is enough. */
export function levelNeeded(touch: string): BackupLevel {
  return readTouch(touch)?.kind === 'folder' ? 'L2' : 'L3'
}

/** As people say it: `orders`, `/etc/shop`. */
export function shortName(touch: string): string {
  const read = readTouch(touch)
  if (!read) return touch
  if (read.kind === 'folder') return read.path
  const { table, database, resource } = namesOf(read)
  return table ?? database ?? resource
}
