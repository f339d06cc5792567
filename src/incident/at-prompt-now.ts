import type { Incident, Suggestion } from './incident.ts'

/** Where an accepted command is: on its way, at the prompt and not run yet, or it did not get there. */
export interface AtPromptNow {
  is: 'on its way' | 'stands' | 'missed'
  host: string
  /** Id of who types there. */
  person?: string
}

/** Undefined when there is nothing to wait for: it was never put anywhere, something ran there since, or the terminal has ended. */
export function atPromptNow(is: Incident, { atPrompt, command }: Suggestion): AtPromptNow | undefined {
  const terminal = is.terminals.find(one => one.id === atPrompt?.terminal && one.state === 'live')
  if (!atPrompt || !terminal) return undefined
  const at = { host: terminal.host, person: atPrompt.person }
  if (atPrompt.outcome === 'asked') return { is: 'on its way', ...at }
  if (atPrompt.outcome === 'put')
    return ranIn(is, terminal.id) > atPrompt.ranBefore ? undefined : { is: 'stands', ...at }
  const hasRun = is.commands.some(ran => ran.terminal === terminal.id && ran.command.trim() === command)
  return hasRun ? undefined : { is: 'missed', ...at }
}

/** How many commands ended there so far. */
export const ranIn = (is: Incident, terminal: string): number =>
  is.commands.filter(ran => ran.terminal === terminal).length + (is.commandsMore?.[terminal] ?? 0)
