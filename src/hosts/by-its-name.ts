import { readTouch } from '../incident/touches.ts'

/**
 * What a copy covers, and a whole database also by the name that its resource's address gives it: `pg:shop` and `pg:shop/orders` are
 * then the same, whichever of them a change says that it touches. An address without a name leaves it to the server, so nothing is added.
 */
export function byItsName(covers: readonly string[], address: string | undefined): string[] {
  const name = nameIn(address)
  // A name with a slash in it has no word of its own: it would read as a table of another database.
  const more = name === '' || name.includes('/') ? [] : covers.flatMap(touch => otherWord(touch, name))
  return [...new Set([...covers, ...more])]
}

function otherWord(touch: string, name: string): string[] {
  const read = readTouch(touch)
  if ((read?.kind !== 'postgres' && read?.kind !== 'mariadb') || read.table !== undefined) return []
  const whole = touch.split('/')[0] ?? touch
  const [database, said] = [read.database, read.database === undefined ? `${whole}/${name}` : whole]
  return (database === undefined || database === name) && readTouch(said) ? [said] : []
}

function nameIn(address: string | undefined): string {
  try {
    return decodeURIComponent(new URL(address ?? '').pathname.slice(1))
  } catch {
    return ''
  }
}
