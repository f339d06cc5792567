import type { Command } from 'commander'
import { endInWords, programOf, runProgram } from './program.ts'
import { serveCommand } from './serve.ts'

/** A server runs for months: it holds none of the other commands in memory. */
async function commandsFor([name]: readonly string[]): Promise<Command> {
  if (name === 'serve') return programOf([serveCommand], '  fireline serve')
  return (await import('./commands.ts')).fireline()
}

export const runCli = async (argv: readonly string[]): Promise<void> => runProgram(await commandsFor(argv), argv)

if (import.meta.main) runCli(process.argv.slice(2)).catch(endInWords)
