import type { Command } from 'commander'
import { readSettings } from '../settings.ts'
import type { Finding } from './finding.ts'
import { oneLine } from './which-incident.ts'

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Look at everything that a page at night needs, on the host of FIRELINE_DATA. Changes nothing.')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when something needs attention.

Examples:
  fireline doctor
  FIRELINE_DATA=/srv/fireline fireline doctor --json`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const { examine } = await import('./examine.ts')
      const found = await examine(readSettings(process.env))
      process.stdout.write(json ? `${JSON.stringify({ ok: found.every(one => one.ok), found })}\n` : told(found))
      if (found.some(one => !one.ok)) process.exitCode = 1
    })
}

function told(found: readonly Finding[]): string {
  const lines = found.flatMap(({ about, ok, says, next }) => [
    `${ok ? 'ok              ' : 'needs attention '} ${about.padEnd(12)} ${oneLine(says)}`,
    ...(next ? [`${' '.repeat(30)}${oneLine(next)}`] : []),
  ])
  const needs = found.filter(one => !one.ok).length
  const end = needs === 0 ? 'All is well.' : `${needs} of ${found.length} need attention.`
  return `${[...lines, '', end].join('\n')}\n`
}
