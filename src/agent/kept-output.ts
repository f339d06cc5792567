/** What a program printed: its beginning and its end, of at most so many bytes, with a line that says what is left out. */
export interface KeptOutput {
  add(chunk: Buffer): void
  text(): string
}

export function keptOutput(mostBytes: number): KeptOutput {
  let head = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  let dropped = 0
  return {
    add(chunk) {
      const room = mostBytes / 2 - head.length
      head = Buffer.concat([head, chunk.subarray(0, Math.max(0, room))])
      tail = Buffer.concat([tail, chunk.subarray(Math.max(0, room))])
      const over = tail.length - mostBytes / 2
      if (over <= 0) return
      dropped += over
      tail = Buffer.from(tail.subarray(over))
    },
    text: () =>
      dropped === 0
        ? Buffer.concat([head, tail]).toString()
        : `${head.toString()}\n… ${dropped} bytes left out …\n${tail.toString()}`,
  }
}
