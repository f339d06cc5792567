import { switchOff, uninstallAgent } from '../agent-off.ts'
import { agentPlaces } from '../agent-places.ts'
import { agentVersion } from '../agent-version.ts'
import { enrol } from '../enrol.ts'
import { runHostAgent } from '../host-agent.ts'
import { look } from './look.ts'

// The eyes: an agent of level 1 in one file. Nothing in it can start a program, open a terminal or load code: a check reads the
// built file for that. What it may read stands in the file on its host.

const help = `fireline-eyes: an agent that reads windows of logs, and can do nothing else.

  fireline-eyes enrol <url> <code>   once, with a code from the settings
  fireline-eyes run                  as a user of its own
  fireline-eyes off                  switches it off; asks no server
  fireline-eyes uninstall            takes it off this host
`

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const commands: Record<string, (...words: string[]) => Promise<void>> = {
  async enrol(url = '', code = '') {
    const { host } = await enrol(agentPlaces().state, url.replace(/\/+$/, ''), async publicKey =>
      asked(url, { code, publicKey }),
    )
    say(`${host} is known to ${url} from now on.`)
  },
  async run() {
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
    const parts = { places: agentPlaces(), version: `${agentVersion} eyes`, does: { look }, say }
    say(`Ended: ${await runHostAgent(parts, stop.signal)}`)
  },
  async off() {
    switchOff(agentPlaces())
    say('It is off.')
  },
  async uninstall() {
    say(uninstallAgent(agentPlaces()) ? 'It is gone from this host.' : 'There is no agent here.')
  },
}

async function asked(url: string, body: object): Promise<{ agent: string; host: string }> {
  const answer = await fetch(new URL('/api/v1/agents/enrol', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const said = (await answer.json()) as { agent: string; host: string; error?: { message: string } }
  if (said.error) throw new Error(said.error.message)
  return said
}

const [command = '', ...words] = process.argv.slice(2)
const does = Object.hasOwn(commands, command) ? commands[command] : undefined
if (!does) process.stdout.write(help)
does?.(...words).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
