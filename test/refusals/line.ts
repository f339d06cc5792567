import type { Command } from 'commander'
import { fireline } from '../../src/cli/commands.ts'
import { wayLine } from '../../src/cli/way-line.ts'
import type { Next } from '../../src/incident/decision.ts'
import { readValues } from '../../src/incident/values.ts'

/** What the program itself makes of the line that it prints for a way forward: the body it would send, or what is wrong. */
export function readLine(next: Next, incident: string): { trouble?: string; body?: Record<string, unknown> } {
  const [name, ...words] = wordsOf(wayLine(next, incident))
  if (name !== 'fireline') return { trouble: `no line of this program: ${name}` }
  const program = fireline()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  const heard: { body?: Record<string, unknown> } = {}
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ writeErr: () => {} })
    command.action((...said: unknown[]) => {
      if (command.name() === 'ask') heard.body = readValues(said[1] as string[])
    })
  }
  try {
    ;(program satisfies Command).parse(words, { from: 'user' })
    return heard
  } catch (error) {
    return { trouble: (error as Error).message }
  }
}

/** The line as a shell reads it. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []
  return words.map(word =>
    word.replace(/'([^']*)'|\\(.)/g, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? ''),
  )
}
