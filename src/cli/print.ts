/** What was asked for: as JSON for a program, otherwise in words. */
export const print = (data: unknown, isJson: boolean | undefined, words: string): void =>
  void process.stdout.write(`${isJson ? JSON.stringify(data) : words}\n`)

/** Columns under one another, two spaces between them. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, n) => Math.max(...rows.map(row => row[n]?.length ?? 0)))
  return rows
    .map(row =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
