import { WebSocket } from 'ws'
import { newId } from '../../src/engine/id.ts'
import type { Caller } from '../harness.ts'

/** Speaks as the program next to a terminal and has no terminal: what it says was shown is what it likes. */
export interface LyingAgent {
  terminal: string
  shows(text: string): void
  close(): void
}

export async function lyingAgent(url: string, who: Caller, incident: string): Promise<LyingAgent> {
  const terminal = newId(new Date())
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/agent`)
  const where = { incident, terminal, title: 'bash', host: 'db-9', cols: 80, rows: 24 }
  let offset = 0
  const line = (said: unknown) => {
    const text = `${JSON.stringify(said)}\n`
    socket.send(JSON.stringify({ type: 'cast', offset, text }))
    offset += Buffer.byteLength(text)
  }
  await new Promise((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', v: 1, token: who.token, ...where })))
    socket.once('message', resolve).once('error', reject)
  })
  line({ version: 3, term: { cols: 80, rows: 24 } })
  return { terminal, shows: text => line([0, 'o', text]), close: () => socket.terminate() }
}
