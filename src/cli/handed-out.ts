import './node-20.ts'
import { keepersAre } from '../agent/keeper-program.ts'
import type { Adds } from './program.ts'
import { endInWords, programOf, runProgram } from './program.ts'
import { speaking } from './speaking.ts'

// The one file that a server hands out begins here: the commands that only speak to a server, and the keeper of a shared
// shell, which is this same file, started again.

/** The server puts its own address in here. */
const handedOutBy = '@FIRELINE_URL@'
const [file = ''] = process.argv.slice(1)
const again = [...process.execArgv, file]

if (/^https?:/.test(handedOutBy)) process.env['FIRELINE_HANDED_OUT_BY'] = handedOutBy
keepersAre([...again, 'keep'])

const keepCommand: Adds = program => {
  program.command('keep <folder>', { hidden: true }).action(async (folder: string) => {
    const { openAsOrdered, ordersOnStdin } = await import('../agent/open-shell.ts')
    if (folder === ordersOnStdin) return openAsOrdered()
    const { keep } = await import('../agent/keeper.ts')
    keep(folder)
  })
}

const examples = `  fireline login                    sign in to the Fireline that this file is from
  fireline                          what burns now; you come into the one open incident
  fireline share -- ssh db-1        share a terminal; everybody watches, one types`

runProgram(programOf([...speaking, keepCommand], examples), process.argv.slice(2)).catch(endInWords)
