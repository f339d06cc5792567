/**
 * Rows as RFC 4180 has them, with CRLF. Text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP says
 * ("CSV Injection"); numbers stay numbers.
 */
export const csvText = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map(row => `${row.map(cell).join(',')}\r\n`).join('')

const formula = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
