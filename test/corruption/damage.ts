import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'

/** What disks, networks and people do to a file. */
export const cutBy = (bytes: number) => (file: string) => truncateSync(file, statSync(file).size - bytes)

/** One bit of the byte at `at`; written as a file of its own, as a disk would not tell. */
export function flipBit(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  const { mode } = statSync(file)
  rmSync(file)
  writeFileSync(file, bytes, { mode })
}

/** One bit of the first place where this text stands, `after` bytes into it. */
export const flipIn =
  (text: string, after = 0) =>
  (file: string) => {
    const at = readFileSync(file).indexOf(text)
    if (at < 0) throw new Error(`"${text}" does not stand in ${file}: nothing would be damaged`)
    flipBit(file, at + after)
  }

/** The same of the last place: in a file of SQLite the index lies after its table or before it. */
export const flipInLast =
  (text: string, after = 0) =>
  (file: string) => {
    const at = readFileSync(file).lastIndexOf(text)
    if (at < 0) throw new Error(`"${text}" does not stand in ${file}: nothing would be damaged`)
    flipBit(file, at + after)
  }
