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
  drop(): Promise<void>
}

/** A database of a test's own behind a line that the test can hold still. */
export async function cutOffDatabase(): Promise<CutOffDatabase> {
  const database = await freshDatabase()
  const line = { isFrozen: false, held: [] as (() => void)[], sockets: new Set<Socket>() }
  const pass = (from: Socket, to: Socket) => {
    line.sockets.add(from)
    const send = (chunk: Buffer) => to.write(chunk)
    from.on('data', (chunk: Buffer) => (line.isFrozen ? line.held.push(() => send(chunk)) : send(chunk)))
    from.on('error', () => {})
    from.on('close', () => to.end())
  }
  const server = createServer(client => {
    const upstream = connect(join(String(database.config.host), '.s.PGSQL.5432'))
    pass(client, upstream)
    pass(upstream, client)
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
    async drop() {
      for (const socket of line.sockets) socket.destroy()
      server.close()
      await database.drop()
    },
  }
}
