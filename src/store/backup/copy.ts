import type { Socket } from 'node:net'
import pg from 'pg'

/** The part of pg's connection that COPY needs; pg hands it to whatever it runs. */
type Wire = {
  stream: Socket
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

const aheadBytes = 1_000_000

/** The rows of `copy … to stdout`, each as the text PostgreSQL wrote, in batches; reads no further ahead than a megabyte. */
export async function* copyOut(client: pg.ClientBase, sql: string): AsyncGenerator<Buffer[]> {
  let rows: Buffer[] = []
  let bytes = 0
  let over = false
  let trouble: Error | undefined
  let wire: Wire | undefined
  let wake = () => {}
  const quiet = {
    handleRowDescription() {},
    handleCommandComplete() {},
    handleCopyInResponse() {},
    handleEmptyQuery() {},
  }
  const copy = {
    ...quiet,
    submit(connection: unknown) {
      wire = connection as Wire
      wire.query(sql)
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // pg reuses its buffer for what comes next.
      rows.push(Buffer.from(chunk))
      bytes += chunk.length
      if (bytes > aheadBytes) wire?.stream.pause()
      wake()
    },
    handleError(error: Error) {
      trouble = error
      over = true
      wake()
    },
    handleReadyForQuery() {
      over = true
      wake()
    },
  }
  client.query(copy)
  for (;;) {
    if (rows.length === 0 && !over) await new Promise<void>(resolve => (wake = resolve))
    const batch = rows
    rows = []
    bytes = 0
    wire?.stream.resume()
    if (batch.length > 0) yield batch
    else if (over) break
  }
  if (trouble !== undefined) throw trouble
}

/** Sends what `copyOut` gave to `copy … from stdin`. */
export function copyIn(client: pg.ClientBase, sql: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    let trouble: Error | undefined
    client.query({
      submit: (connection: unknown) => (connection as Wire).query(sql),
      handleRowDescription() {},
      handleCommandComplete() {},
      handleEmptyQuery() {},
      handleCopyData() {},
      handleCopyInResponse(wire: Wire) {
        feed(wire, chunks).catch((error: Error) => {
          trouble = error
          wire.sendCopyFail(error.message)
        })
      },
      handleError: (error: Error) => reject(trouble ?? error),
      handleReadyForQuery: () => resolve(),
    })
  })
}

async function feed(wire: Wire, chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) {
    wire.sendCopyFromChunk(chunk)
    if (wire.stream.writableNeedDrain) await new Promise(resolve => wire.stream.once('drain', resolve))
  }
  wire.endCopyFrom()
}

export function quoted(name: string): string {
  return pg.escapeIdentifier(name)
}
