import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parseDocument, stringify } from 'yaml'
import { client } from '../api/client.ts'
import type { Config, ConfigAnswer } from '../api/config.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  dryRun?: boolean
  reason?: string
  json?: boolean
}

export function configCommand(program: Command): void {
  const config = program
    .command('config')
    .description('Settings as code: services, schedules, policies, channels, rules and status pages as one YAML file.')
    .addHelpText(
      'after',
      `
Examples:
  fireline config export --out fireline.yaml
  fireline config apply fireline.yaml --dry-run
  fireline config apply fireline.yaml --reason "ticket 4711"

What a file does not name stays as it is. Secrets are never written out: (kept) stands for each.`,
    )
  config
    .command('export')
    .description('The settings as they are now, as YAML that can be applied again.')
    .option('--out <file>', 'write it there instead of to stdout')
    .action(exportAll)
  config
    .command('apply')
    .description('Makes the settings what the file says, all of it or nothing, and says what changed.')
    .argument('<file>', 'YAML or JSON; - reads from stdin')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--reason <words>', 'why; needed where a rule of the house is weakened')
    .option('--json', 'print the differences as JSON')
    .action(apply)
}

async function exportAll({ out }: { out?: string }): Promise<void> {
  const { config } = await client().get<{ config: Config }>('/api/v1/config')
  const text = configYaml(config)
  if (out) writeFileSync(out, text)
  else process.stdout.write(text)
}

async function apply(file: string, { dryRun, reason, json }: Options): Promise<void> {
  const body = { config: readConfig(readFileSync(file === '-' ? 0 : file, 'utf8'), file), reason }
  const answer = await client().post<ConfigAnswer>(dryRun ? '/api/v1/config/try' : '/api/v1/config', body)
  process.stdout.write(`${json ? JSON.stringify(answer) : inWords(answer, dryRun ?? false)}\n`)
}

export const configYaml = (config: Config): string =>
  `# Settings of Fireline. Apply it again: fireline config apply <this file> --dry-run
# What is not named here stays as it is. (kept) stands for a secret.
${stringify(config, { lineWidth: 110, aliasDuplicateObjects: false })}`

export function inWords({ differences, text, warnings }: ConfigAnswer, isTrial: boolean): string {
  const count = differences.length
  if (count === 0) return 'Nothing differs: the settings are what the file says.'
  const things = count === 1 ? 'One thing' : `${count} things`
  const mind = warnings.map(({ path, says }) => oneLine(`! ${path}: ${says}`))
  return [text, ...mind, isTrial ? `${things} would change. Nothing was changed.` : `${things} changed.`].join('\n')
}

const mostBytes = 512_000

/** YAML of the core schema, without aliases: a file of settings needs none, and a few can stand for gigabytes. */
function readConfig(text: string, file: string): Config {
  if (text.length > mostBytes)
    throw new Error(`${file} is larger than 512 KB. Split it: what a file does not name stays.`)
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true })
  const [wrong] = document.errors
  if (wrong) throw new Error(`${file}: ${wrong.message}`)
  try {
    return (document.toJS({ maxAliasCount: 0 }) ?? {}) as Config
  } catch {
    throw new Error(`${file}: anchors and aliases (&, *) are not read here. Write it out.`)
  }
}
