import { randomUUID } from 'node:crypto'
import type { FromAgent2, Keyboard, ToAgent } from '../api/agent-protocol.ts'
import type { PutAnswer } from './live-terminal.ts'

/** Texts on their way to the operator's prompt, until the agent says what became of them. */
export interface Puts {
  put(keyboard: Keyboard, text: string): Promise<PutAnswer>
  done(answer: FromAgent2 & { type: 'put-done' }): void
  /** The line is gone: whether they stand there is not known. */
  cut(): void
}

const answerWithinMs = 2_000

export function putsAtPrompt(send: (frame: ToAgent) => void): Puts {
  const waiting = new Map<string, (answer: PutAnswer) => void>()
  const answered = (id: string, answer: PutAnswer) => {
    waiting.get(id)?.(answer)
    waiting.delete(id)
  }
  return {
    async put({ epoch, holder }, text) {
      if (!holder) return { ok: false, why: 'not-free' }
      const id = randomUUID()
      const { promise, resolve } = Promise.withResolvers<PutAnswer>()
      waiting.set(id, resolve)
      const late = setTimeout(() => answered(id, { ok: false, why: 'no-answer' }), answerWithinMs)
      send({ type: 'put', id, epoch, person: holder, text })
      return promise.finally(() => clearTimeout(late))
    },
    done: ({ id, ok }) => answered(id, ok ? { ok } : { ok, why: 'not-free' }),
    cut() {
      for (const id of waiting.keys()) answered(id, { ok: false, why: 'no-answer' })
    },
  }
}
