import { mkdtempSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type PlacedIn, type RecordingFiles, recordingFiles } from './recording-files.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })))

function placed(more: Partial<PlacedIn> = {}): { files: RecordingFiles; names(): string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-recording-'))
  folders.push(folder)
  return { files: recordingFiles({ folder, ...more }), names: () => readdirSync(folder).sort() }
}

const lineOf = (text: string) => Buffer.from(`${text}\n`)

/** Everything from `from` on, as it would be sent. */
function rest(files: RecordingFiles, from: number, most = 64): string {
  let text = ''
  for (let read = files.read(from, most); read.length > 0; read = files.read(from, most)) {
    text += read.toString()
    from += read.length
  }
  return text
}

const full = () => Object.assign(new Error('no space'), { code: 'ENOSPC' })

test('a recording is in files of a size, and each goes when the server has stored it', () => {
  const { files, names } = placed({ mostBytesOfFile: 20 })
  for (const word of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) files.append(lineOf(word.padEnd(9, '.')))
  expect(names()).toEqual(['recording.0.cast', 'recording.20.cast', 'recording.40.cast', 'recording.60.cast'])
  files.stored(39)
  expect(names()).toEqual(['recording.20.cast', 'recording.40.cast', 'recording.60.cast'])
  expect(files.begins()).toBe(20)
  expect(rest(files, 50)).toBe('six......\nseven....\n')
  files.stored(files.size())
  expect(names()).toEqual(['recording.60.cast'])
  files.close()
})

test('wherever it is read from, whole lines come back as they were written, through files and memory', () => {
  const written = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }), fc.boolean()))
  fc.assert(
    fc.property(written, all => {
      let refuses = false
      const write = ((...args: Parameters<typeof writeSync>) => {
        if (refuses) throw full()
        return writeSync(...args)
      }) as typeof writeSync
      const { files } = placed({ mostBytesOfFile: 30, write })
      const lines = all.map(([text]) => lineOf(text))
      all.forEach(([, isRefused], i) => {
        refuses = isRefused
        files.syncSoon()
        files.append(lines[i] as Buffer)
        expect(files.trouble() !== undefined).toBe(isRefused)
      })
      const whole = Buffer.concat(lines).toString()
      expect([files.size(), rest(files, 0)]).toEqual([Buffer.byteLength(whole), whole])
      files.close()
    }),
    { numRuns: 60 },
  )
})

test('a disk that is full in the middle of a line ends nothing: the line is kept in memory, whole, and the file has no torn one', () => {
  let room = 12
  const write = ((fd: number, bytes: Buffer, at: number, length: number, position: number) => {
    if (room === 0) throw full()
    const fits = Math.min(length, room)
    room -= fits
    return writeSync(fd, bytes, at, fits, position)
  }) as typeof writeSync
  const { files } = placed({ write })
  files.append(lineOf('first.'))
  files.append(lineOf('second.'))
  expect([files.trouble()?.code, files.inMemory(), rest(files, 0)]).toEqual(['ENOSPC', 8, 'first.\nsecond.\n'])
  room = 100
  files.append(lineOf('third.'))
  expect(files.trouble()?.code, 'it is not tried at each line').toBe('ENOSPC')
  files.syncSoon()
  files.append(lineOf('fourth.'))
  expect([files.trouble(), rest(files, 0)]).toEqual([undefined, 'first.\nsecond.\nthird.\nfourth.\n'])
  files.close()
})
