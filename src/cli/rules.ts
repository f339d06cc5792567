import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { PersonalRules } from '../roster/personal-rules.ts'
import { whoIAm } from './on-call-people.ts'
import { print } from './print.ts'
import { asSent, quietIn, rulesText, stepsIn } from './rules-words.ts'

interface Options {
  over?: string[]
  quiet?: string[]
  zone?: string
  json?: boolean
}

export function rulesCommand(program: Command): void {
  const rules = program
    .command('rules')
    .description('Your own rules: over what you are paged, in which order, and when it is quiet.')
    .addHelpText(
      'after',
      `
Examples:
  fireline rules
  fireline rules set --over ntfy mail=2m sms=5m
  fireline rules set --quiet 22:00-07:00 --quiet "sat,sun 22:00-10:00 lets sev2" --zone Europe/Berlin
  fireline rules set --quiet none --over best

Whether you are meant at all, the policy says. In quiet hours only what is as bad as "lets" rings at once (sev1 unless told),
and everything when nobody else can be woken. What you do not name stays as it is.`,
    )
  rules
    .command('show', { isDefault: true })
    .description('As they are; without a word after rules, this one.')
    .option('--json', 'print them as JSON')
    .action(show)
  rules
    .command('set')
    .description('Changes what is named, and shows them.')
    .option(
      '--over <channels...>',
      'the first at once, the others later: mail=2m, sms:work-phone=5m; best: no order of your own',
    )
    .option('--quiet <hours...>', '22:00-07:00, or "sat,sun 22:00-10:00 lets sev2"; in place of those before; none')
    .option('--zone <zone>', 'whose clocks the hours are of; otherwise as before, at first this machine’s')
    .option('--json', 'print them as JSON')
    .action(set)
}

type Kept = PersonalRules & { id: string }

async function show({ json }: { json?: boolean }): Promise<void> {
  const api = client()
  const { id } = await whoIAm(api)
  const rules = await api.get<Kept>(`/api/v1/people/${id}/rules`)
  print(rules, json, rulesText(rules))
}

async function set({ over, quiet, zone, json }: Options): Promise<void> {
  if (!over && !quiet && !zone) throw new Error('Say what changes: --over, --quiet or --zone.')
  const api = client()
  const path = `/api/v1/people/${(await whoIAm(api)).id}/rules`
  const was = await api.get<Kept>(path)
  const isFirst = was.quiet.length === 0 && was.zone === 'UTC'
  const changed: PersonalRules = {
    zone: zone ?? (isFirst && quiet ? zoneHere() : was.zone),
    steps: over ? stepsIn(over) : was.steps,
    quiet: quiet ? quietIn(quiet) : was.quiet,
  }
  const rules = await api.put<Kept>(path, asSent(changed))
  print(rules, json, rulesText(rules))
}

const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
