/** What the list of incidents is narrowed by, as it stands in the page's own address. */
export type Filter = Partial<Record<(typeof filterNames)[number], string>>

export const filterNames = ['status', 'q', 'service', 'severity', 'from', 'to'] as const

export function readFilter(search: string): Filter {
  const given = new URLSearchParams(search)
  return Object.fromEntries(filterNames.flatMap(name => (given.get(name) ? [[name, given.get(name)]] : []))) as Filter
}

/** The same filter is always the same text, in whatever order it was put together. */
export function writeFilter(filter: Filter): string {
  const given = filterNames.flatMap((name): [string, string][] => {
    const value = filter[name]?.trim()
    return value ? [[name, value]] : []
  })
  return new URLSearchParams(given).toString()
}

export const isSame = (a: Filter, b: Filter): boolean => writeFilter(a) === writeFilter(b)

/** As the API is asked: days are the reader's own, from their midnight to their midnight. */
export function queryOf(filter: Filter): string {
  const { from, to } = filter
  return writeFilter({ ...filter, from: from && midnight(from, 0), to: to && midnight(to, 1) })
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const at = new Date(year, month - 1, date + later)
  return Number.isNaN(at.getTime()) ? day : at.toISOString()
}
