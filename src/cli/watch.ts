import type { Command } from 'commander'
import { client, type Login } from '../api/client.ts'
import type { ToRoom } from '../api/room-messages.ts'
import { safeForTerminal, safeOutput } from '../terminal/safe-output.ts'
import { oneLine, whichIncident } from './which-incident.ts'

interface Shared {
  id: string
  host: string
  connected: boolean
  looking?: boolean
}

export function watchCommand(program: Command): void {
  program
    .command('watch')
    .description("Watch the operator's terminal, read only; q or Ctrl-C leaves.")
    .argument('[incident]', 'INC-12; the open one when there is just one')
    .option('--terminal <terminal>', 'which one, where several are shared')
    .addHelpText('after', '\nExamples:\n  fireline watch\n  fireline watch INC-12')
    .action(watch)
}

async function watch(named: string | undefined, { terminal: wanted }: { terminal?: string }): Promise<void> {
  const api = client()
  const incident = await whichIncident(api, named)
  const { terminals } = await api.get<{ terminals: Shared[] }>(`/api/v1/incidents/${incident.id}/terminals`)
  const live = terminals.filter(one => one.connected)
  const chosen = live.find(one => one.id === wanted) ?? live.find(one => !one.looking) ?? live[0]
  if (!chosen) throw new Error(`Nobody shares a terminal in INC-${incident.number}. fireline share does.`)
  const why = await showUntilLeft(api.login, incident.id, chosen.id)
  // Whatever mode the watched program left the screen in, this terminal is ordinary again.
  process.stdout.write(`\u001bc${oneLine(why)}\n`)
  process.exit(0)
}

/** Only what comes is shown, nothing that is typed is sent: not even this terminal's own answers. */
async function showUntilLeft({ url, token }: Login, incident: string, terminal: string): Promise<string> {
  const { WebSocket } = await import('ws')
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { perMessageDeflate: false })
  const left = Promise.withResolvers<string>()
  let safe = safeOutput(safeForTerminal)
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  socket.on('open', () => send({ type: 'hello', token }))
  socket.on('error', error => left.resolve(`The line to Fireline is cut: ${error.message}`))
  socket.on('close', () => left.resolve('The line to Fireline is cut.'))
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ToRoom
    if (message.type === 'welcome') send({ type: 'watch-terminal', incident, terminal })
    // A screen begins anew: nothing of what came before it is finished by it.
    if (message.type === 'screen') safe = safeOutput(safeForTerminal)
    if (message.type === 'screen') process.stdout.write(`\u001bc${safe(message.data)}`)
    if (message.type === 'output') process.stdout.write(safe(message.data))
    if (message.type === 'ended') left.resolve('The terminal has ended.')
    if (message.type === 'refused') left.resolve(message.message)
  })
  const { stdin } = process
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.setEncoding('utf8').on('data', (typed: string) => /[q\u0003]/.test(typed) && left.resolve('You left.'))
  const why = await left.promise
  if (stdin.isTTY) stdin.setRawMode(false)
  socket.close()
  return why
}
