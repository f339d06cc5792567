import type { Outcome, Owed, Perform } from '../engine/perform.ts'
import type { Suggestion } from '../incident/incident.ts'
import { readHead } from '../store/head.ts'
import { terminalsOf } from './terminals.ts'

/** What comes later than this would stand there out of the blue. */
const inTimeMs = 10_000
const lookAgainMs = 500

type Owing = Owed<'put-at-prompt'>

/**
 * Puts a command at the prompt it was asked for, without a newline and at most once: what may have been put already is not put again, and
 * a keyboard that changed hands meanwhile gets nothing. The terminal may live on another node, which is left its turn.
 */
export const putAtPrompt: Perform<'put-at-prompt'> = async (owed, desk) => {
  const is = await readHead(desk.db, owed.incident)
  const suggestion = is?.suggestions.find(one => one.id === owed.body.suggestion)
  if (!suggestion?.atPrompt || !suggestion.command) return { outcome: 'failed', answer: 'there is nothing to put' }
  const isLate = desk.clock.now().getTime() - Date.parse(suggestion.atPrompt.at) > inTimeMs
  if (owed.repeat || isLate) return came(owed, suggestion, 'no-answer')
  const live = terminalsOf(desk).get(owed.body.terminal)
  if (!live?.isConnected()) return { outcome: 'retry', answer: 'the terminal is not here', afterMs: lookAgainMs }
  if (live.keyboard().holder !== suggestion.atPrompt.person) return came(owed, suggestion, 'not-free')
  const answer = await live.put(suggestion.command)
  return came(owed, suggestion, answer.ok ? 'put' : answer.why)
}

function came(owed: Owing, { atPrompt }: Suggestion, outcome: 'put' | 'not-free' | 'no-answer'): Outcome {
  const body = { ...owed.body, ...(atPrompt?.person && { person: atPrompt.person }), outcome }
  const isPut = outcome === 'put'
  return { outcome: isPut ? 'delivered' : 'failed', answer: outcome, asks: [{ command: 'was-put-at-prompt', body }] }
}
