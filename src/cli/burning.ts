import type { Command } from 'commander'
import { type Client, client, NotDone } from '../api/client.ts'
import type { Incident } from '../incident/incident.ts'
import { type Me, nextLine } from './next-line.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  join?: boolean
  json?: boolean
}

export function burningCommand(program: Command): void {
  program
    .command('burning')
    .description(
      'What burns now, who has it, and what is next. Plain `fireline` also brings you into the one incident.',
    )
    .option('--join', 'come into the incident, when just one is open')
    .option('--json', 'print the open incidents as JSON; joins nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  fireline                    the same with --join\n  fireline burning\n  fireline burning --json',
    )
    .action(burning)
}

/** `asOf`: the database is away, and this is what the node that answers knew then. */
interface Burning {
  incidents: Incident[]
  asOf?: string
}

async function burning({ join, json }: Options): Promise<void> {
  const api = client()
  const { incidents, asOf } = await api.get<Burning>('/api/v1/incidents?status=open')
  if (json) return say(JSON.stringify({ incidents, ...(asOf && { asOf }) }))
  const [only, ...others] = incidents
  if (asOf) say(oneLine(`Fireline cannot read its database now. As it was at ${asOf}, as far as this node knows:`))
  if (!only && asOf) return say('Nothing that it knows of.')
  if (!only) return say('Nothing burns. To report something: fireline declare "what you see"')
  const me = await api.get<Me>('/api/v1/me')
  // Nobody can come in now: nothing is kept.
  if (join && others.length === 0 && !asOf) return comeIn(api, only, me)
  say(incidents.map(one => `${line(one)}\n    ${nextLine(one, me)}`).join('\n'))
}

async function comeIn(api: Client, { id }: Incident, me: Me): Promise<void> {
  const here = await join(api, id)
  const { sizeUpCard } = await import('../api/size-up-card.ts')
  const is = await api.get<Parameters<typeof sizeUpCard>[0]>(`/api/v1/incidents/${id}`)
  say(sizeUpCard(is))
  say(`\n${here ? 'You are in the room. ' : ''}${nextLine(is, me)}`)
}

/** False for who may only look. */
async function join(api: Client, id: string): Promise<boolean> {
  try {
    await api.post(`/api/v1/incidents/${id}/join`)
    return true
  } catch (error) {
    if (error instanceof NotDone && error.status === 403) return false
    throw error
  }
}

/** `INC-12  sev2  since 14 min  Shop is slow  (Ana has it)` */
function line(is: Incident): string {
  const holder = is.people.find(one => one.person === is.acknowledgedBy)?.name
  const has = is.acknowledgedBy ? `${holder ?? 'somebody'} has it` : 'nobody has it yet'
  const state = is.status === 'open' ? '' : `, ${is.status}`
  return oneLine(
    `INC-${is.number}  ${is.severity}  since ${since(is.startedAt || is.openedAt)}  ${is.title}  (${has}${state})`,
  )
}

function since(at: string): string {
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 60_000))
  if (minutes < 120) return `${minutes} min`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)
