import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import { type Client, client } from '../api/client.ts'
import { type DryRun, dryRunPath, type ListedStandBy, standBysPath } from '../api/stand-bys.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident, Shift } from '../incident/incident.ts'
import { awayTraffic } from '../incident/traffic-words.ts'
import { dryText, shiftLines, standByLines, wayLines } from './traffic-words.ts'
import { oneLine, whichIncident } from './which-incident.ts'

interface Options {
  share: string
  incident?: string
  reason?: string
  despite?: string
  fenced?: string
  json?: boolean
}

export function trafficCommand(program: Command): void {
  const traffic = program
    .command('traffic')
    .description('Where traffic can go, what moving it would send, and moving it there and back.')
    .addHelpText(
      'after',
      `
Examples:
  fireline traffic list
  fireline traffic dry-run shop-b            each command as it would be sent; sends nothing
  fireline traffic move shop-b               all of it, in the one incident that is open
  fireline traffic move shop-b --share 25 --incident INC-12
  fireline traffic back

Exit code 1 when it did not come to where it was wanted. An interrupted command leaves the move going.`,
    )
  const one = (name: string, says: string) => traffic.command(name).description(says).option('--json', 'print JSON')
  const ofIncident = (name: string, says: string) =>
    one(name, says).option('--incident <name>', 'INC-12; otherwise the one that is open')
  one('list', 'The stand-bys, when each was last proven, and where traffic was moved.').action(list)
  one('dry-run', 'What would be sent to the proxy, and the way back; sends nothing.')
    .argument('<stand-by>')
    .option('--share <percent>', 'how much of the traffic, 0 to 100', '100')
    .action(dryRun)
  ofIncident('move', 'Move traffic to a stand-by, and tell how it goes.')
    .argument('<stand-by>')
    .option('--share <percent>', 'how much of the traffic, 0 to 100', '100')
    .option('--despite <why>', 'move it although a look fails')
    .option('--fenced <how>', 'how you know that nothing writes to the old database')
    .action(move)
  ofIncident('back', 'Take it back, and tell how that goes.')
    .argument('[shift]', 'X1; otherwise the one that is there')
    .action(back)
  ofIncident('hold', 'Hold a way back that was announced, for who leads.')
    .argument('[shift]', 'X1; otherwise the one that is there')
    .option('--reason <why>', 'why', 'I look first.')
    .action(hold)
}

async function list({ json }: Options): Promise<void> {
  const api = client()
  const [{ standBys }, { incidents }] = await Promise.all([
    api.get<{ standBys: ListedStandBy[] }>(standBysPath),
    api.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open'),
  ])
  const moved = incidents.filter(awayTraffic)
  const shifts = moved.map(({ id, number, shifts: all }) => ({ incident: id, number, shift: all?.at(-1) }))
  const now = new Date().toISOString()
  print(json, { standBys, shifts }, standByLines(standBys, moved, now))
}

async function dryRun(standBy: string, { share, json }: Options): Promise<void> {
  const dry = await client().post<DryRun>(dryRunPath(standBy), { share: percent(share) })
  print(json, dry, dryText(dry))
}

async function move(standBy: string, options: Options): Promise<void> {
  const { share, incident, despite, fenced, json } = options
  const api = client()
  const { driver } = await api.get<ListedStandBy>(`${standBysPath}/${encodeURIComponent(standBy)}`)
  const { id } = await whichIncident(api, incident)
  const wanted = { driver, to: standBy, share: percent(share), despite, fenced }
  const { entries } = await api.post<{ entries: Entry[] }>(`/api/v1/incidents/${id}/shift-traffic`, wanted)
  const begun = entries.find(one => one.type === 'TrafficStarted')?.data.shift
  const shift = await follow(api, id, begun, ({ state }) => state === 'moving', json)
  if (!json) for (const line of wayLines(shift)) process.stdout.write(`${oneLine(line)}\n`)
  if (shift.state !== 'moved') process.exitCode = 1
}

async function back(shift: string | undefined, { incident, json }: Options): Promise<void> {
  const api = client()
  const is = await whichIncident(api, incident)
  const which = shiftOf(is, shift)
  await api.post(`/api/v1/incidents/${is.id}/revert-traffic`, { shift: which.id })
  const isAway = ({ state }: Shift) => state === 'moving' || state === 'moved'
  const { state } = await follow(api, is.id, which.id, isAway, json)
  if (state !== 'reverted') process.exitCode = 1
}

async function hold(shift: string | undefined, { incident, reason, json }: Options): Promise<void> {
  const api = client()
  const is = await whichIncident(api, incident)
  const { id, ref } = shiftOf(is, shift)
  const answer = await api.post<object>(`/api/v1/incidents/${is.id}/hold-way-back`, { shift: id, reason })
  print(json, answer, [`${ref}: you hold the way back.`])
}

function shiftOf(is: Incident, named: string | undefined): Shift {
  const found = named ? is.shifts?.find(one => one.ref === named || one.id === named) : awayTraffic(is)
  if (!found) throw new Error(named ? `INC-${is.number} has no ${named}.` : `INC-${is.number} has moved no traffic.`)
  return found
}

const lookMs = 500

/** Tells each thing that is new, until it goes on no more. */
async function follow(
  api: Client,
  incident: string,
  shift: string | undefined,
  isGoing: (shift: Shift) => boolean,
  json?: boolean,
): Promise<Shift> {
  const told = new Set<string>()
  for (;;) {
    const is = await api.get<Incident>(`/api/v1/incidents/${incident}`)
    const now = shift ? shiftOf(is, shift) : is.shifts?.at(-1)
    if (!now) throw new Error('It began, and is not on the timeline.')
    const fresh = json ? [] : shiftLines(now).filter(line => !told.has(line))
    for (const line of fresh) {
      told.add(line)
      process.stdout.write(`${oneLine(line)}\n`)
    }
    if (!isGoing(now)) {
      if (json) process.stdout.write(`${JSON.stringify(now)}\n`)
      return now
    }
    await wait(lookMs)
  }
}

function percent(said: string): number {
  const share = Number(said)
  if (said.trim() === '' || !(share >= 0 && share <= 100)) throw new Error('--share is a number from 0 to 100.')
  return share
}

function print(json: boolean | undefined, data: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${lines.map(oneLine).join('\n')}\n`)
}
