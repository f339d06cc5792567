import type pg from 'pg'
import { openPinned } from './source.ts'

/** Work on one connection, which ends with it, and at once when it is stopped. */
export async function whileConnected<T>(
  config: pg.ClientConfig,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await openPinned(config)
  const giveUp = () => void client.end()
  signal.addEventListener('abort', giveUp)
  try {
    signal.throwIfAborted()
    return await work(client)
  } finally {
    signal.removeEventListener('abort', giveUp)
    await client.end().catch(() => {})
  }
}
