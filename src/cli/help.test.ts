import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { fireline } from './commands.ts'

/** What `--help` prints, with what stands after it. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: said => (text += said) })
  command.outputHelp()
  return text
}

it('every command says what it is for, with an example that is itself', () => {
  const { commands } = fireline()
  expect(commands.length).toBeGreaterThan(15)
  for (const command of commands) {
    const [before = '', examples = ''] = helpOf(command).split(/^Examples?:$/m)
    expect(before, command.name()).toContain(command.description().slice(0, 20))
    expect(examples, command.name()).toContain(`fireline ${command.name()}`)
  }
})

it('plain --help lists every command and begins with examples of its own', () => {
  const program = fireline()
  const text = helpOf(program)
  for (const command of program.commands) expect(text).toContain(`\n  ${command.name()} `)
  expect(text).toMatch(/Examples:\n {2}fireline /)
})
