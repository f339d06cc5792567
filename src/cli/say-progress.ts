/** Progress for people goes to stderr, so that stdout is the answer alone. */
export function sayProgress(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** `1.4 MB` */
export function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`
}
