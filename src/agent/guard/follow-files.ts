import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

const mostAtOnce = 256 * 1024

interface Place {
  inode: number
  read: number
  /** The beginning of a line that is not whole yet. */
  begun: string
}

/**
 * Answers what was written to these files since it was asked last, line by line; what stands there at first is old. A file that is not there is
 * looked for again, and one that was turned over is read from its beginning.
 */
export function followFiles(paths: readonly string[]): () => string[] {
  const places = new Map<string, Place>(paths.flatMap(path => (existsSync(path) ? [[path, atEnd(path)] as const] : [])))
  return () =>
    paths.flatMap(path => {
      if (!existsSync(path)) return []
      const { ino, size } = statSync(path)
      const was = places.get(path)
      const from = was?.inode === ino && was.read <= size ? was : { inode: ino, read: 0, begun: '' }
      const text = from.begun + readFrom(path, from.read, Math.min(size - from.read, mostAtOnce))
      const lines = text.split('\n')
      places.set(path, {
        inode: ino,
        read: Math.min(size, from.read + mostAtOnce),
        begun: lines.pop()?.slice(-8_192) ?? '',
      })
      return lines
    })
}

function atEnd(path: string): Place {
  const { ino, size } = statSync(path)
  return { inode: ino, read: size, begun: '' }
}

function readFrom(path: string, from: number, bytes: number): string {
  if (bytes === 0) return ''
  const file = openSync(path, 'r')
  try {
    const text = Buffer.alloc(bytes)
    return text.subarray(0, readSync(file, text, 0, bytes, from)).toString()
  } finally {
    closeSync(file)
  }
}
