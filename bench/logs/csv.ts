/** The rows of a CSV file as RFC 4180 has them, each by the names of its first row. */
export function readCsv(text: string): Record<string, string>[] {
  const [names = [], ...rows] = cells(text.startsWith('\ufeff') ? text.slice(1) : text)
  return rows
    .filter(row => row.length > 1 || row[0] !== '')
    .map(row => Object.fromEntries(names.map((name, n) => [name, row[n] ?? ''])))
}

function cells(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

export const asCsv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map(row => `${row.map(cell).join(',')}\n`).join('')

const cell = (value: string | number): string => {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
