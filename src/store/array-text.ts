const special = /["\\]/g

/** A PostgreSQL array as text, for arrays so long that the driver's own way costs: every text is quoted. */
export function arrayText(values: readonly (string | number | null | undefined)[]): string {
  const items = values.map(value => {
    if (value === null || value === undefined) return 'NULL'
    if (typeof value === 'number') return String(value)
    return value.includes('"') || value.includes('\\') ? `"${value.replace(special, '\\$&')}"` : `"${value}"`
  })
  return `{${items.join(',')}}`
}
