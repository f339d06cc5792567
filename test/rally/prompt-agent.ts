import { WebSocket } from 'ws'
import type { ToAgent } from '../../src/api/agent-protocol.ts'
import { castFrameHead } from '../../src/api/binary-cast.ts'
import { newId } from '../../src/engine/id.ts'
import type { Caller } from '../harness.ts'

/** Speaks as the program next to a terminal, with a prompt that takes what is put there, or does not, or says nothing of it. */
export interface PromptAgent {
  terminal: string
  /** What the prompt does with the next texts. */
  prompt: 'free' | 'not free' | 'silent'
  heard: (ToAgent & { type: 'put' })[]
  /** Everything that the server said. */
  frames: ToAgent[]
  shows(text: string): void
  /** A note in its recording, and a frame beside it. */
  notes(note: object): void
  tells(frame: object): void
  close(): void
}

export async function promptAgent(url: string, who: Caller, incident: string, host: string): Promise<PromptAgent> {
  const terminal = newId(new Date())
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/agent`)
  const recording = { to: 0 }
  const line = (said: unknown, before = '') => {
    const bytes = Buffer.from(`${before}${JSON.stringify(said)}\n`)
    socket.send(Buffer.concat([castFrameHead(recording.to), bytes]))
    recording.to += bytes.length
  }
  const shows = (text: string) => line([0, 'o', text.replaceAll('\n', '\r\n')])
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  const agent: PromptAgent = {
    terminal,
    prompt: 'free',
    heard: [],
    frames: [],
    shows,
    notes: note => line(note, '# fireline '),
    tells: send,
    close: () => socket.terminate(),
  }
  const where = { incident, terminal, title: 'bash', host, cols: 80, rows: 24 }
  const { promise, resolve, reject } = Promise.withResolvers<PromptAgent>()
  socket.on('open', () => send({ type: 'hello', v: 2, as: 'terminal', token: who.token, ...where }))
  socket.on('error', reject)
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ToAgent
    agent.frames.push(frame)
    if (frame.type === 'welcome') {
      line({ version: 3, term: { cols: 80, rows: 24 } })
      resolve(agent)
    }
    if (frame.type === 'refused') reject(new Error(frame.message))
    if (frame.type === 'welcome' || frame.type === 'keyboard')
      send({ type: 'keyboard-seen', epoch: frame.keyboard.epoch })
    if (frame.type !== 'put') return
    agent.heard.push(frame)
    const no = agent.prompt === 'not free' ? { ok: false, why: 'not-free' } : { ok: true }
    if (no.ok) shows(frame.text)
    if (agent.prompt !== 'silent') send({ type: 'put-done', id: frame.id, ...no })
  })
  return promise
}
