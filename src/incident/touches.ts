import type { BackupLevel } from './events.ts'

/** What a change touches, read: `pg:shop/shop/public.orders`, `dir:/etc/shop`. */
export type Touched =
  | { kind: 'postgres'; resource: string; database?: string; schema?: string; table?: string }
  | { kind: 'folder'; path: string }

const slug = /^[a-z0-9][a-z0-9_-]{0,62}$/

/** Undefined when nothing here knows what it names: it can be touched, but not copied. */
export function readTouch(touch: string): Touched | undefined {
  if (touch.startsWith('dir:'))
    return isPlainPath(touch.slice(4)) ? { kind: 'folder', path: touch.slice(4) } : undefined
  if (!touch.startsWith('pg:')) return undefined
  const [resource = '', database, relation, ...more] = touch.slice(3).split('/')
  if (!slug.test(resource) || database === '' || relation === '' || more.length > 0) return undefined
  if (relation === undefined) return { kind: 'postgres', resource, database }
  const dot = relation.indexOf('.')
  const [schema, table] = dot < 0 ? ['public', relation] : [relation.slice(0, dot), relation.slice(dot + 1)]
  return schema && table ? { kind: 'postgres', resource, database, schema, table } : undefined
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
  if (whole.kind === 'folder')
    return part.kind === 'folder' && (whole.path === '/' || `${part.path}/`.startsWith(`${whole.path}/`))
  // Without a name it is the one database of the resource's address, whatever that is called: not every database there.
  if (part.kind !== 'postgres' || whole.resource !== part.resource || whole.database !== part.database) return false
  return whole.table === undefined || (whole.schema === part.schema && whole.table === part.table)
}

/** True when doing something to the one may change the other; what cannot be read may be anything. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [readTouch(one), readTouch(other)]
  if (!a || !b) return true
  if (a.kind === 'folder' || b.kind === 'folder') return covers(one, other) || covers(other, one)
  const isSame = (x: string | undefined, y: string | undefined) => x === undefined || y === undefined || x === y
  return (
    a.resource === b.resource &&
    isSame(a.database, b.database) &&
    isSame(a.schema, b.schema) &&
    isSame(a.table, b.table)
  )
}

/** Data is compared row by row; for the rest a copy that was restored is enough. */
export function levelNeeded(touch: string): BackupLevel {
  return readTouch(touch)?.kind === 'folder' ? 'L2' : 'L3'
}

/** As people say it: `orders`, `/etc/shop`. */
export function shortName(touch: string): string {
  const read = readTouch(touch)
  if (!read) return touch
  if (read.kind === 'folder') return read.path
  return read.table ?? read.database ?? read.resource
}
