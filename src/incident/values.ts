/** `name=value` on a command line, and back: a value is JSON where it reads as JSON, else the words as they stand. */
export function readValues(said: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    said.map(one => {
      const at = one.indexOf('=')
      if (at < 1) throw new Error(`"${one}" is not name=value, like reason="the deploy of 02:51".`)
      return [one.slice(0, at), readValue(one.slice(at + 1))]
    }),
  )
}

/** What is left to the person is printed as an ellipsis for them to replace. */
export function sayValues(body: Record<string, unknown>): string[] {
  return Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value === null ? "'…'" : quoted(sayValue(value))}`)
}

function readValue(said: string): unknown {
  try {
    return JSON.parse(said) as unknown
  } catch {
    return said
  }
}

/** Words that would read as JSON, and words that are not one line, are said as JSON. */
function sayValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return readValue(value) === value && !/\p{Cc}/u.test(value) ? value : JSON.stringify(value)
}

/** As any shell takes it: in single quotes, where it is not plain. */
export const quoted = (word: string): string =>
  /^[\w.:/@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
