import type { Command } from 'commander'
import { type Client, client, NotDone } from '../api/client.ts'
import { howLong } from '../incident/how-long.ts'
import { maskKnownShapes } from '../redact/mask.ts'
import { runHere } from './run-here.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  service: string
  author?: string
  link?: string
  json?: boolean
}

interface Told {
  id: string
  summary: string
  service: string
  at: string
}

export function changeCommand(program: Command): void {
  program
    .command('change')
    .description(
      'Tell of something that is changed on purpose: it is shown when something burns, and its author is asked.',
    )
    .argument('<words...>', 'what is changed; after -- the command that does it, which is then run')
    .option('--service <service>', 'what is changed', 'default')
    .option('--author <who>', 'name or mail address; otherwise you')
    .option('--link <url>', 'where one can read about it')
    .option('--json', 'print the change as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline change "deploy checkout 2.31" --service checkout
  fireline change "new price list" --author zoe@example.org --link https://ci.example.org/7
  fireline change --service checkout -- ./deploy.sh

With a command its start is told, and then how it ended; the exit code is the command's. When Fireline does not answer, the
command runs all the same.`,
    )
    .action(async (words: string[], options: Options) => {
      if (process.argv.includes('--')) process.exitCode = await runAndTell(client(), words, options)
      else print(await tell(client(), words.join(' '), options), options)
    })
}

async function tell(api: Client, summary: string, { service, author, link }: Options): Promise<Told> {
  return api.post<Told>('/api/v1/changes', { summary, service, ...(author && { author }), ...(link && { link }) })
}

async function runAndTell(api: Client, words: string[], options: Options): Promise<number> {
  const said = maskKnownShapes(words.join(' ')).slice(0, 500)
  await tellOrSay(api, said, options)
  const began = performance.now()
  const code = await runHere(words)
  const ended = code === 0 ? 'done' : `failed with ${code}`
  await tellOrSay(api, `${said}: ${ended} after ${howLong(performance.now() - began)}`, options)
  return code
}

/** What is wrong with the line is said before anything runs; a server that is away holds no deploy up. */
async function tellOrSay(api: Client, summary: string, options: Options): Promise<void> {
  try {
    await tell(api, summary, options)
  } catch (error) {
    if (error instanceof NotDone && error.status < 500) throw error
    const why = oneLine(error instanceof Error ? error.message : String(error))
    process.stderr.write(`Fireline does not answer: this change is not told. ${why}\n`)
  }
}

function print(told: Told, { json }: Options): void {
  process.stdout.write(json ? `${JSON.stringify(told)}\n` : `Told for ${told.service}: ${oneLine(told.summary)}\n`)
}
