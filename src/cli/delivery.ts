import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { countedWords, type PageSaid, stateWords, storyOf, whyThisWay } from '../api/page-record.ts'
import { overWords } from '../roster/contact-name.ts'
import { print } from './print.ts'
import { oneLine, whichIncident } from './which-incident.ts'

export function deliveryCommand(program: Command): void {
  program
    .command('delivery')
    .description(
      'What became of each page of an incident: owed, handed over, shown, tapped, with each receiver’s own answer.',
    )
    .argument('[incident]', 'INC-12; the open one when there is just one')
    .option('--json', 'print the record as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline delivery
  fireline delivery INC-12 --json

“Handed over” is what a receiver took from us. Whether anybody looked is known once they did: shown, then tapped.`,
    )
    .action(delivery)
}

async function delivery(named: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const api = client()
  const { id, number, title } = await whichIncident(api, named)
  const record = await api.get<DeliveryRecord>(`/api/v1/incidents/${id}/pages`)
  print(record, json, deliveryText(`INC-${number} ${title}`, record))
}

interface DeliveryRecord {
  pages: PageSaid[]
  nobodyToCall: string | null
}

/** A block a page, the oldest first; times by the clock of this machine. */
export function deliveryText(title: string, { pages, nobodyToCall }: DeliveryRecord): string {
  const trouble = nobodyToCall ? [`! ${oneLine(nobodyToCall)}`] : []
  if (pages.length === 0) return [oneLine(title), 'Nobody was called.', ...trouble].join('\n')
  return [oneLine(`${title}: ${countedWords(pages)}`), ...trouble, ...pages.map(page => blockOf(page, pages))].join(
    '\n\n',
  )
}

function blockOf(page: PageSaid, all: readonly PageSaid[]): string {
  const why = whyThisWay(page, all, timeOf)
  const lines = storyOf(page).map(({ at, says, answer }) => `${timeOf(at)}  ${says}${answer ? `: ${answer}` : ''}`)
  const doubt = page.unanswered ? [`${tries(page.unanswered)} how it ended: it may have arrived all the same.`] : []
  const head = `${page.person.name} by ${overWords(page)}, ${stateWords[page.state]} (${page.reason})`
  return [head, ...[...(why ? [why] : []), ...lines, ...doubt].map(line => `  ${line}`)].map(oneLine).join('\n')
}

const tries = (n: number): string => (n === 1 ? 'One try never said' : `${n} tries never said`)

/** 14:02:10, with the day where it was not today. */
function timeOf(at: string): string {
  const then = new Date(at)
  const clock = then.toLocaleTimeString('en-GB', { hourCycle: 'h23' })
  const isToday = then.toDateString() === new Date().toDateString()
  return isToday ? clock : `${then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock}`
}
