import type { Command } from 'commander'
import { cannot } from './on-call-cannot.ts'
import { mine } from './on-call-mine.ts'
import { now } from './on-call-now.ts'
import { override, overrides } from './on-call-override.ts'
import { answer, swap, swaps } from './on-call-swap.ts'
import { whenForms } from './when.ts'

export function onCallCommand(program: Command): void {
  const onCall = program
    .command('on-call')
    .description('Who is on call, your next shifts, and what to do when you cannot.')
    .addHelpText(
      'after',
      `
Examples:
  fireline on-call
  fireline on-call --service checkout --at "2026-12-24 23:00"
  fireline on-call mine
  fireline on-call swap primary                          ask the others to take your next shift
  fireline on-call swap primary --ask ben@example.org --in-return "2026-12-24 12:00"
  fireline on-call override primary --for 2h             I take it for two hours
  fireline on-call cant --from 2026-12-23 --to 2026-12-27 --what vacation --ask

A time is ${whenForms}.`,
    )
  onCall
    .command('now', { isDefault: true })
    .description('Who is on call, until when, and who comes after; without a word after on-call, this one.')
    .option('--at <time>', 'then, instead of now')
    .option('--service <service>', 'whom an incident of this service calls, step by step')
    .option('--json', 'print it as JSON')
    .action(now)
  onCall
    .command('mine')
    .description('Your shifts of the coming weeks.')
    .option('--for <time>', 'how far to look: 7d, 30d; at most 100d', '35d')
    .option('--json', 'print them as JSON')
    .action(mine)
  onCall
    .command('swap')
    .description('Asks others to take your time. It stays yours until somebody says yes.')
    .argument('<schedule>', 'as fireline on-call shows it')
    .option('--from <time>', 'from then on; otherwise your next shift')
    .option('--to <time>', 'until then; otherwise to the end of the shift')
    .option('--for <time>', 'instead of --to, how long: 2h, 1d')
    .option('--ask <people...>', 'by mail address or name; otherwise everybody else of the schedule')
    .option('--in-return <time>', 'you take the shift of theirs that this lies in; then ask one person alone')
    .option('--note <words>', 'why')
    .option('--json', 'print the question')
    .action(swap)
  onCall
    .command('swaps')
    .description('What is asked of you, and what you and others asked.')
    .option('--json', 'print them as JSON')
    .action(swaps)
  for (const [name, says] of answers)
    onCall
      .command(name)
      .description(says)
      .argument('[swap]', 'as fireline on-call swaps shows it; the open one when there is just one')
      .option('--json', 'print the swap')
      .action((id: string | undefined, options: { json?: boolean }) => answer(name, id, options))
  onCall
    .command('override')
    .description('You are on call instead of whose turn it is; an admin puts anybody there. Whose time it was is told.')
    .argument('<schedule>', 'as fireline on-call shows it')
    .option('--from <time>', 'from then on; otherwise now')
    .option('--to <time>', 'until then')
    .option('--for <time>', 'instead of --to, how long: 2h, 1d')
    .option('--person <person>', 'by mail address or name; otherwise you')
    .option('--reason <words>', 'why')
    .option('--end <override>', 'takes this one out instead')
    .option('--json', 'print the override')
    .action(override)
  onCall
    .command('overrides')
    .description('Who is on call instead of whose turn it is, now and later.')
    .option('--json', 'print them as JSON')
    .action(overrides)
  onCall
    .command('cant')
    .description('Says when you cannot be on call, and where that meets your shifts.')
    .option('--from <time>', 'from then on; otherwise now')
    .option('--to <time>', 'until then')
    .option('--for <time>', 'instead of --to, how long: 4h, 2d')
    .option('--what <words>', 'vacation, a wedding', 'away')
    .option('--ask', 'ask the others at once for each shift that it meets')
    .option('--after-all <id>', 'you are there after all: takes this one out')
    .option('--json', 'print it as JSON')
    .action(cannot)
}

const answers = [
  ['take', 'Yes: you are on call then.'],
  ['decline', 'No, you cannot.'],
  ['withdraw', 'Takes your own question back.'],
] as const
