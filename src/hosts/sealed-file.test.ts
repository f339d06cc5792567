import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pack, unpack } from './packed.ts'
import { seal, unseal } from './sealed-file.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'fireline-sealed-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const key = randomBytes(32)
const chunk = 64 * 1024

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 50_000) yield bytes.subarray(from, from + 50_000)
}

let made = 0
async function sealed(bytes: Buffer, about = 'b1', by = key): Promise<string> {
  made += 1
  const path = join(home, `${made}.sealed`)
  await seal(pieces(bytes), path, by, about)
  return path
}

async function opened(path: string, about = 'b1', by = key): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const bytes of unseal(path, by, about)) all.push(bytes)
  return Buffer.concat(all)
}

/** The same file with its bytes made otherwise. */
function altered(path: string, alter: (bytes: Buffer) => Buffer): string {
  const other = `${path}.altered`
  writeFileSync(other, alter(Buffer.from(readFileSync(path))))
  return other
}

describe('a sealed copy', () => {
  it('opens to exactly what was sealed, at any size around a chunk; only its owner may read it, and it says nothing of it', async () => {
    for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 200_000]) {
      const bytes = Buffer.alloc(size, 'customer ')
      const path = await sealed(bytes)
      expect((await opened(path)).equals(bytes)).toBe(true)
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(readFileSync(path).includes('customer')).toBe(false)
    }
  })

  it('any flipped bit, at either end of it and anywhere between, is refused', async () => {
    const path = await sealed(randomBytes(3 * chunk - 700))
    const { length } = readFileSync(path)
    const places = [
      0,
      20,
      70,
      90,
      length - 1,
      length - 17,
      ...Array.from({ length: 60 }, (_, n) => (n * 3_271) % length),
    ]
    for (const at of places) {
      const bad = altered(path, bytes => {
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at)
        return bytes
      })
      await expect(opened(bad), `bit at ${at}`).rejects.toThrow(/damaged/)
    }
  })

  it('cut by a byte, by a chunk, to its head or to nothing; longer by a byte: refused', async () => {
    const path = await sealed(randomBytes(2 * chunk))
    const head = readFileSync(path).indexOf(10) + 1
    for (const keep of [-1, -17, -(chunk + 16), -(chunk + 17)])
      await expect(opened(altered(path, bytes => bytes.subarray(0, keep)))).rejects.toThrow(/damaged/)
    for (const keep of [0, head - 1, head])
      await expect(opened(altered(path, bytes => bytes.subarray(0, keep)))).rejects.toThrow(/damaged/)
    await expect(opened(altered(path, bytes => Buffer.concat([bytes, Buffer.alloc(1)])))).rejects.toThrow(/damaged/)
  })

  it('chunks swapped, doubled, or taken from another copy under the same key; another key, another name: refused', async () => {
    const path = await sealed(randomBytes(4 * chunk))
    const other = readFileSync(await sealed(randomBytes(4 * chunk)))
    const head = readFileSync(path).indexOf(10) + 1
    const [one, two] = [head, head + chunk + 16]
    const first = (bytes: Buffer) => Buffer.from(bytes.subarray(one, two))
    const swapped = (bytes: Buffer) => {
      const kept = first(bytes)
      bytes.copy(bytes, one, two, two + chunk + 16)
      kept.copy(bytes, two)
      return bytes
    }
    const doubled = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, two), first(bytes), bytes.subarray(two)])
    const foreign = (bytes: Buffer) => {
      other.copy(bytes, one, one, two)
      return bytes
    }
    for (const alter of [swapped, doubled, foreign])
      await expect(opened(altered(path, alter))).rejects.toThrow(/damaged/)
    await expect(opened(path, 'b1', randomBytes(32))).rejects.toThrow(/another key/)
    await expect(opened(path, 'b2')).rejects.toThrow(/not the sealed copy b2/)
  })

  it('a folder comes back as it was: content, modes, times, links, names of any kind', async () => {
    const from = join(home, 'content')
    mkdirSync(join(from, 'a b', '-d'), { recursive: true })
    writeFileSync(join(from, 'a b', '-d', '$(x) "ü"\n'), 'one', { mode: 0o640 })
    writeFileSync(join(from, 'big'), randomBytes(150_000))
    symlinkSync('../elsewhere', join(from, 'link'))
    chmodSync(join(from, 'a b'), 0o550)
    const path = join(home, 'folder.sealed')
    await seal(pack(from), path, key, 'f')
    const to = mkdtempSync(join(home, 'back-'))
    await unpack(unseal(path, key, 'f'), to)
    const back = join(to, 'content')
    const inside = (folder: string) => new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    expect(inside(back)).toEqual(inside(from))
    expect(readFileSync(join(back, 'big')).equals(readFileSync(join(from, 'big')))).toBe(true)
    expect(readlinkSync(join(back, 'link'))).toBe('../elsewhere')
    for (const name of ['a b', join('a b', '-d', '$(x) "ü"\n')]) {
      const [was, is] = [statSync(join(from, name)), statSync(join(back, name))]
      expect([is.mode, Math.round(is.mtimeMs)]).toEqual([was.mode, Math.round(was.mtimeMs)])
    }
  })
})
