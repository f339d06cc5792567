/** Divides bytes that come in any pieces into lines. */
export interface Lines {
  add(chunk: Uint8Array): void
  /** What is left without a newline is a line, too. */
  end(): void
}

/** Bytes of a line that are read; what is longer is passed over up to its newline. */
export const longestLine = 64 * 1024

const newline = 10
const carriageReturn = 13

/** `take` is told where each line stands, for as long as it runs; a newline is no part of it, nor is what stands beyond `longestLine`. */
export function divideLines(take: (bytes: Uint8Array, from: number, to: number, isCut: boolean) => void): Lines {
  const rest = new Uint8Array(longestLine)
  let kept = 0
  let isCut = false
  const keep = (chunk: Uint8Array, from: number, to: number) => {
    const room = Math.min(to - from, longestLine - kept)
    rest.set(chunk.subarray(from, from + room), kept)
    kept += room
    if (room < to - from) isCut = true
  }
  const takeRest = () => {
    take(rest, 0, rest[kept - 1] === carriageReturn ? kept - 1 : kept, isCut)
    kept = 0
    isCut = false
  }
  return {
    add(chunk) {
      let at = 0
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, at)) {
        if (kept > 0 || isCut) {
          keep(chunk, at, end)
          takeRest()
        } else {
          const to = chunk[end - 1] === carriageReturn && end > at ? end - 1 : end
          take(chunk, at, Math.min(to, at + longestLine), to - at > longestLine)
        }
        at = end + 1
      }
      keep(chunk, at, chunk.length)
    },
    end() {
      if (kept > 0 || isCut) takeRest()
    },
  }
}
