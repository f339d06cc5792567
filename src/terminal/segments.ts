/** A recording is held fast in parts of so many bytes. */
export const segmentBytes = 64 * 1024

/** How many parts the first `bytes` have, the last one perhaps unfinished; and how many of them are whole. */
export const segmentsOf = (bytes: number): { all: number; whole: number } => ({
  all: Math.ceil(bytes / segmentBytes),
  whole: Math.floor(bytes / segmentBytes),
})
