import type pg from 'pg'

/** What node-postgres hands a query while a COPY goes on; it leaves COPY to whoever submits it. */
interface CopyConnection {
  stream: { pause(): void; resume(): void; writableNeedDrain?: boolean; once(event: 'drain', go: () => void): void }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(why: string): void
}

/** The part of a query that both directions share: it ends once, well or badly. */
function submittable(text: string, more: object, done: { resolve(): void; reject(error: unknown): void }) {
  let trouble: unknown
  return {
    submit: (connection: CopyConnection) => connection.query(text),
    handleRowDescription() {},
    handleDataRow() {},
    handlePortalSuspended() {},
    handleEmptyQuery() {},
    handleCommandComplete() {},
    handleError(error: unknown) {
      trouble ??= error
      done.reject(error)
    },
    handleReadyForQuery() {
      if (trouble === undefined) done.resolve()
    },
    ...more,
  }
}

/** COPY … TO STDOUT: each chunk is one whole row in text form. Waits for `write` where it answers a promise. */
export async function copyOut(client: pg.ClientBase, sql: string, write: (row: Buffer) => Promise<void> | undefined) {
  const done = Promise.withResolvers<void>()
  const handleCopyData = ({ chunk }: { chunk: Buffer }, connection: CopyConnection) => {
    try {
      const wait = write(chunk)
      if (!wait) return
      connection.stream.pause()
      wait.then(() => connection.stream.resume(), done.reject)
    } catch (error) {
      done.reject(error)
    }
  }
  submit(client, submittable(sql, { handleCopyData }, done))
  await done.promise
}

/** COPY … FROM STDIN, fed from `rows`; a throw of theirs ends it as failed and nothing is stored. */
export async function copyIn(client: pg.ClientBase, sql: string, rows: AsyncIterable<Buffer>) {
  const done = Promise.withResolvers<void>()
  const handleCopyInResponse = (connection: CopyConnection) => {
    feed(connection, rows).catch((error: unknown) => {
      connection.sendCopyFail('the copy could not be read')
      done.reject(error)
    })
  }
  submit(client, submittable(sql, { handleCopyInResponse }, done))
  await done.promise
}

async function feed(connection: CopyConnection, rows: AsyncIterable<Buffer>) {
  for await (const chunk of rows) {
    connection.sendCopyFromChunk(chunk)
    if (connection.stream.writableNeedDrain) await new Promise<void>(go => connection.stream.once('drain', go))
  }
  connection.endCopyFrom()
}

function submit(client: pg.ClientBase, query: object): void {
  client.query(query as pg.Submittable)
}
