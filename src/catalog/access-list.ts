/** Who has access to what: a host by its name, many by a `*` at the end, or a resource as a change names it (`pg:shop`). */
export interface AccessList {
  name: string
  /** Ids. */
  people: readonly string[]
}

export const accessName = /^(?:pg:[a-z0-9][a-z0-9_-]{0,62}|[A-Za-z0-9][A-Za-z0-9._-]{0,198}\*?|\*)$/

const clients = /(?:^|[\s;&|])(?:psql|pg_dump|pg_restore|pgbench|vacuumdb)\b/

/** Those whom the nearest list names: of the database that the command speaks to, of the host itself, of the longest name with a `*`. */
export function accessTo(
  lists: readonly AccessList[],
  { host, command }: { host?: string; command: string },
): string[] {
  const databases = clients.test(command)
    ? lists.filter(one => one.name.startsWith('pg:') && wordsOf(command).includes(one.name.slice(3)))
    : []
  const fits = ({ name }: AccessList) => host !== undefined && name.endsWith('*') && host.startsWith(name.slice(0, -1))
  const nearest = lists.filter(fits).toSorted((a, b) => b.name.length - a.name.length)
  const found = [...databases, ...lists.filter(one => one.name === host), ...nearest][0]
  return [...(found?.people ?? [])]
}

const wordsOf = (command: string): string[] => command.split(/[^\w-]+/)
