import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { agentSay as say } from './agent-words.ts'

export function agentCommand(program: Command): void {
  const agent = program
    .command('agent')
    .description(
      'The agent of this host. What it may do stands in /etc/fireline/agent.yaml, which only root can write.',
    )
    .addHelpText(
      'after',
      `
Examples:
  fireline agent enrol fl_enrol_…       once, with a code from the settings: this host is known from now on
  fireline agent run                    as a user of its own; a service runs this
  fireline agent status                 what it allows, and whether it is off
  fireline agent off                    hangs up within a second, asks no server
  fireline agent uninstall              takes key, marks and file off this host

Without an agent: fireline share -- ssh HOST, fireline logs --via ssh HOST -- COMMAND.`,
    )
  agent
    .command('enrol')
    .description('Make a key here, and have the server know it.')
    .argument('<code>', 'from the settings, or POST /api/v1/agents')
    .action(enrolHere)
  agent.command('run').description('Be there, until it is stopped or switched off.').action(run)
  agent.command('off').description('Switch it off. Always works, without a server.').action(off)
  agent.command('on').description('Take `off` back.').action(on)
  agent.command('status').description('What it is here.').option('--json', 'as JSON').action(status)
  agent.command('uninstall').description('Take all of it off this host.').action(uninstall)
}

async function enrolHere(code: string): Promise<void> {
  const { enrol } = await import('../agent/enrol.ts')
  const { agentPlaces } = await import('../agent/agent-places.ts')
  const { readHostFile } = await import('../agent/host-file.ts')
  const api = client()
  const places = agentPlaces()
  const { host } = await enrol(places.state, api.login.url, publicKey =>
    api.post<{ agent: string; host: string }>('/api/v1/agents/enrol', { code, publicKey }),
  )
  process.stdout.write(say.enrolled(host, api.login.url, places.file, readHostFile(places.file).level))
}

async function run(): Promise<void> {
  const { runHostAgent } = await import('../agent/host-agent.ts')
  const { agentDoes } = await import('../agent/agent-does.ts')
  const { agentPlaces } = await import('../agent/agent-places.ts')
  const { endShells } = await import('../agent/opened-shells.ts')
  const { reviewersIn } = await import('../agent/steps.ts')
  const { agentVersion: version } = await import('../agent/agent-version.ts')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  const places = agentPlaces()
  const parts = { places, version, does: agentDoes, say: line, reviewersIn }
  const why = await runHostAgent(parts, stop.signal)
  if (why === 'off') await endShells(places.state)
  process.stdout.write(say.ended[why])
}

async function off(): Promise<void> {
  const { switchOff } = await import('../agent/agent-off.ts')
  const { agentPlaces } = await import('../agent/agent-places.ts')
  const { endShells } = await import('../agent/opened-shells.ts')
  const places = agentPlaces()
  switchOff(places)
  await endShells(places.state)
  process.stdout.write(say.off)
}

async function on(): Promise<void> {
  const { switchOn } = await import('../agent/agent-off.ts')
  const { agentPlaces } = await import('../agent/agent-places.ts')
  if (!switchOn(agentPlaces())) throw new Error(say.rootsOff)
  process.stdout.write(say.on)
}

async function status({ json }: { json?: boolean }): Promise<void> {
  const { agentHere } = await import('../agent/agent-here.ts')
  const { agentPlaces } = await import('../agent/agent-places.ts')
  const here = agentHere(agentPlaces())
  process.stdout.write(json ? `${JSON.stringify(here)}\n` : say.is(here))
}

async function uninstall(): Promise<void> {
  const { uninstallAgent } = await import('../agent/agent-off.ts')
  const { agentPlaces } = await import('../agent/agent-places.ts')
  const { endShells } = await import('../agent/opened-shells.ts')
  const places = agentPlaces()
  await endShells(places.state)
  process.stdout.write(uninstallAgent(places) ? say.gone : say.none)
}

const line = (text: string): void => void process.stdout.write(`${text}\n`)
