const newline = 10

/** The lines of whole ones, each without its newline or with it. */
export function* wholeLines(lines: Buffer, withNewline = false): Generator<Buffer> {
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(newline, at)
    yield lines.subarray(at, withNewline ? end + 1 : end)
    at = end + 1
  }
}
