import type pg from 'pg'

/** What node-postgres hands a query while a COPY goes on; it leaves COPY to whoever submits it. */
interface CopyConnection {
  stream: { pause(): void; resume(): void; writableNeedDrain?: boolean; once(event: 'drain', go: () => void): void }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(why: string): void
}

interface Done {
  resolve(): void
  reject(error: unknown): void
}

/** The part of a query that both directions share: it ends once, well or badly. */
class CopyQuery {
  /** Why it was given up from this side. */
  trouble: unknown
  readonly #text: string
  readonly #done: Done

  constructor(text: string, done: Done) {
    this.#text = text
    this.#done = done
  }

  submit(connection: CopyConnection): void {
    connection.query(this.#text)
  }
  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  /** The last that node-postgres tells a query that failed. */
  handleError(error: unknown): void {
    this.#done.reject(this.trouble ?? error)
  }
  handleReadyForQuery(): void {
    this.#done.resolve()
  }
}

/** COPY … TO STDOUT: each chunk is one whole row in text form. Waits for `write` where it answers a promise. */
export async function copyOut(client: pg.ClientBase, sql: string, write: (row: Buffer) => Promise<void> | undefined) {
  const done = Promise.withResolvers<void>()
  const handleCopyData = ({ chunk }: { chunk: Buffer }, connection: CopyConnection) => {
    try {
      // The parser reuses its buffer for what comes next.
      const wait = write(Buffer.from(chunk))
      if (!wait) return
      connection.stream.pause()
      wait.then(() => connection.stream.resume(), done.reject)
    } catch (error) {
      done.reject(error)
    }
  }
  submit(client, Object.assign(new CopyQuery(sql, done), { handleCopyData }))
  await done.promise
}

/** COPY … FROM STDIN, fed from `rows`; a throw of theirs ends it as failed and nothing is stored. */
export async function copyIn(client: pg.ClientBase, sql: string, rows: AsyncIterable<Buffer>) {
  const done = Promise.withResolvers<void>()
  const query = new CopyQuery(sql, done)
  const handleCopyInResponse = (connection: CopyConnection) => {
    feed(connection, rows).catch((error: unknown) => {
      query.trouble = error
      connection.sendCopyFail('the copy could not be read')
    })
  }
  submit(client, Object.assign(query, { handleCopyInResponse }))
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
