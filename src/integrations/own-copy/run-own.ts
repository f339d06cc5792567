import { z } from 'zod'
import { type RunsIn, runProgram } from '../../hosts/run-program.ts'
import type { Print } from '../../incident/prints.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

const name = z.string().min(1).max(500)
const print = z.object({ name, count: z.int().min(0), print: z.string().min(8).max(500) })
/** Whatever else it says of itself, a level or that all is equal, is not read. */
const said = z.object({ prints: z.array(print).max(10_000).default([]), notCopied: z.array(name).max(100).default([]) })

export interface OwnSaid {
  prints: Print[]
  notCopied: string[]
}

/** Words that stand for something are whole words: nothing is ever put together with what a person typed. */
export const filled = (argv: readonly string[], words: Record<string, string>): string[] =>
  argv.map(word => (Object.hasOwn(words, word) ? (words[word] ?? '') : word))

/** Runs one of the team's programs; its last line is JSON. What is wrong with it is told by its own last words. */
export async function runOwn(
  what: string,
  argv: readonly string[],
  signal: AbortSignal,
  where: RunsIn,
): Promise<OwnSaid> {
  const ran = await runProgram(argv, signal, where).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EACCES')
      throw new BackupTrouble(`Your program to ${what} cannot be run: ${argv[0]}.`)
    throw error
  })
  if (ran.code !== 0)
    throw new BackupTrouble(`Your program to ${what} ended with ${ran.code ?? 'a signal'}: ${lastWords(ran.err)}`)
  const read = said.safeParse(parsed(ran.out.trim().split('\n').at(-1) ?? ''))
  if (read.success) return read.data
  const [wrong] = read.error.issues
  const place = wrong?.path.join('.') || 'its last line'
  throw new BackupTrouble(`Your program to ${what} said what cannot be read, in ${place}: ${wrong?.message}`)
}

function parsed(line: string): unknown {
  if (line === '') return {}
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const lastWords = (err: string): string => err.trim().split('\n').slice(-3).join(' ').slice(-500) || 'it said nothing'
