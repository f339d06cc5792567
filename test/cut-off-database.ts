import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { superuser } from '../src/store/embedded/postmaster.ts'
import { freshDatabase } from './database.ts'

export interface CutOffDatabase {
  /** For a program that takes DATABASE_URL. */
  url: string
  /** From now on nothing comes through and nothing ends, as when its machine hangs. */
  freeze(): void
  /** What waited goes through. */
  thaw(): void
  /**
   * The `n`th time that this is written from now on, its transaction is committed and nobody hears that it was: the line breaks
   * between the commit and its answer.
   */
  cutAfterCommitOf(written: string, n?: number): void
  /** How often the line was cut so. */
  cuts(): number
  drop(): Promise<void>
}

/** A database of a test's own behind a line that the test can hold still. */
export async function cutOffDatabase(): Promise<CutOffDatabase> {
  const database = await freshDatabase()
  const line = { isFrozen: false, held: [] as (() => void)[], sockets: new Set<Socket>() }
  const cutting = cutter()
  const pass = (from: Socket, to: Socket, heard: (chunk: Buffer) => void) => {
    line.sockets.add(from)
    const send = (chunk: Buffer) => {
      heard(chunk)
      to.write(chunk)
    }
    from.on('data', (chunk: Buffer) => (line.isFrozen ? line.held.push(() => send(chunk)) : send(chunk)))
    from.on('error', () => {})
    from.on('close', () => to.end())
  }
  const server = createServer(client => {
    const upstream = connect(join(String(database.config.host), '.s.PGSQL.5432'))
    pass(
      client,
      upstream,
      cutting.watch(() => upstream.prependOnceListener('data', () => client.destroy())),
    )
    // The cut comes before what would pass the answer on.
    pass(upstream, client, () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `postgres://${superuser}@127.0.0.1:${port}/${database.config.database}`,
    freeze: () => {
      line.isFrozen = true
    },
    thaw() {
      line.isFrozen = false
      for (const go of line.held.splice(0)) go()
    },
    cutAfterCommitOf: cutting.after,
    cuts: cutting.cuts,
    async drop() {
      for (const socket of line.sockets) socket.destroy()
      server.close()
      await database.drop()
    },
  }
}

/** Knows what one connection asks, and when it asks for the commit that is to stay unanswered. */
function cutter() {
  let aim: { written: string; n: number } | undefined
  let cuts = 0
  const isMeant = (chunk: Buffer) => {
    if (!aim || !chunk.includes(aim.written)) return false
    aim.n -= 1
    if (aim.n > 0) return false
    aim = undefined
    return true
  }
  return {
    after(written: string, n = 1) {
      aim = { written, n }
    },
    cuts: () => cuts,
    watch(cut: () => void) {
      let isOpen = false
      let isDoomed = false
      return (chunk: Buffer) => {
        if (chunk.includes('begin\0')) isOpen = true
        isDoomed ||= isMeant(chunk)
        if (isDoomed && (!isOpen || chunk.includes('commit\0'))) {
          cuts += 1
          isDoomed = false
          cut()
        }
        if (chunk.includes('rollback\0')) isDoomed = false
        if (chunk.includes('commit\0') || chunk.includes('rollback\0')) isOpen = false
      }
    },
  }
}
