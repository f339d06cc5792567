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

/** Between texts that are sent as one. */
const between = '\x01'

/**
 * Texts as one, for `string_to_array(…, E'\x01')`: no letter has to be escaped here or read twice there, which for JSON is most of
 * the work. Undefined where that cannot say them: a null, the separator itself, or nothing but one empty text.
 */
export function joinedText(values: readonly (string | number | null | undefined)[]): string | undefined {
  if (values.some(value => typeof value !== 'string')) return undefined
  const joined = values.join(between)
  return joined === '' || joined.split(between).length !== values.length ? undefined : joined
}
