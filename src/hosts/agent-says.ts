import type { FromAgent2, PromptState } from '../api/agent-protocol.ts'
import type { ToRoom } from '../api/room-messages.ts'
import type { Audience } from './audience.ts'

type Said = Extract<FromAgent2, { type: 'prompt' | 'held' | 'unsigned' | 'recording' }>

/** What the program next to a terminal says about it besides its output, for everybody who watches. */
export interface AgentSays {
  heard(frame: Said): void
  prompt(): PromptState
  /** What somebody who comes now would have missed. */
  now(): ToRoom[]
}

/** `clean` takes out of its words what nobody may see. */
export function agentSays(terminal: string, audience: Audience, clean: (text: string) => string): AgentSays {
  let prompt: Extract<ToRoom, { type: 'prompt' }> | undefined
  let recording: Extract<ToRoom, { type: 'recording' }> | undefined
  return {
    heard(frame) {
      if (frame.type === 'held') audience.tell({ type: 'held', terminal, why: frame.why, says: clean(frame.says) })
      if (frame.type === 'unsigned') audience.tell({ ...frame, terminal })
      if (frame.type === 'prompt') {
        const { state, line } = frame
        prompt = { type: 'prompt', terminal, state, ...(line !== undefined && { line: clean(line) }) }
        audience.tell(prompt)
      }
      if (frame.type !== 'recording') return
      const { state, since } = frame
      recording = { type: 'recording', terminal, state, ...(state !== 'recorded' && { since }) }
      audience.tell(recording)
    },
    prompt: () => prompt?.state ?? 'running',
    now: () => [prompt, recording?.state === 'recorded' ? undefined : recording].filter(one => one !== undefined),
  }
}
