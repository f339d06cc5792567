import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { readWindow, type WindowReader } from '../../logs/window.ts'
import type { HostDoes } from '../host-wishes.ts'
import { no } from '../host-wishes.ts'
import { keptOutput } from '../kept-output.ts'
import { shownText } from '../shown-text.ts'

const mostReadBytes = 64 * 1024 * 1024
const chunkBytes = 256 * 1024
const mostKeptBytes = 256 * 1024
const longestMs = 25_000

/** A window of a log that the file names; the server's word is a name, so no path of its making is ever opened. */
export const look: NonNullable<HostDoes['look']> = {
  level: 1,
  async does({ log, from, to }, { file, host, until }) {
    const path = Object.hasOwn(file.logs, log) ? file.logs[log] : undefined
    if (path === undefined) return no('unknown-log', `${host} names no log "${log}".`)
    const began = performance.now()
    const window = readWindow({ from, to, offsetMinutes: -new Date(from).getTimezoneOffset() })
    const read = await readLog(path, window, () => until.aborted || performance.now() - began > longestMs)
    return { type: 'did', shown: shownText(read), exitCode: 0, ms: Math.round(performance.now() - began) }
  },
}

async function readLog(path: string, window: WindowReader, isOver: () => boolean): Promise<string> {
  // Who may write beside a log could make it a link; root would follow it anywhere.
  const follows = process.getuid?.() === 0 ? constants.O_NOFOLLOW : 0
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | follows)
  try {
    const is = await file.stat()
    if (!is.isFile()) throw new Error('It is not a file.')
    const skipped = Math.max(0, is.size - mostReadBytes)
    const [within, all] = [keptOutput(mostKeptBytes), keptOutput(mostKeptBytes)]
    const take = (line: string) => {
      const bytes = Buffer.from(`${line}\n`)
      all.add(bytes)
      if (window.holds(line)) within.add(bytes)
    }
    const whole = await eachLine(file, skipped, take, isOver)
    const notes = [
      ...(skipped > 0 ? [`Of this log the last ${mostReadBytes / 1024 / 1024} MB were read.`] : []),
      ...(whole ? [] : ['It was not read to its end.']),
      ...(window.dated() === 0 ? ['No line says its time.'] : []),
    ]
    return [...notes, (window.dated() === 0 ? all : within).text()].join('\n')
  } finally {
    await file.close()
  }
}

/** False when it had to stop before the end. */
async function eachLine(file: FileHandle, from: number, take: (line: string) => void, isOver: () => boolean) {
  const decoder = new TextDecoder()
  const buffer = Buffer.alloc(chunkBytes)
  let rest = ''
  for (let at = from; !isOver(); ) {
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, at)
    if (bytesRead === 0 || at - from >= mostReadBytes) {
      if (rest !== '') take(rest)
      return true
    }
    at += bytesRead
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > chunkBytes) {
      take(rest)
      rest = ''
    }
    lines.forEach(take)
  }
  return false
}
