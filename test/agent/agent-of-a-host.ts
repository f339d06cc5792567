import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentDoes } from '../../src/agent/agent-does.ts'
import { type AgentPlaces, agentPlaces } from '../../src/agent/agent-places.ts'
import { enrol } from '../../src/agent/enrol.ts'
import { type Ended, runHostAgent } from '../../src/agent/host-agent.ts'
import { reviewersIn } from '../../src/agent/steps.ts'
import { type HostAgent, hostAgentsOf } from '../../src/hosts/host-agents.ts'
import { type Caller, callerOf, until, type World } from '../harness.ts'

export interface AgentOfAHost {
  places: AgentPlaces
  id: string
  said: string[]
  ended: Promise<Ended>
  /** Writes what root allows. */
  allow(text: string): void
  /** The server's end of its line. */
  here(): HostAgent | undefined
  end(): Promise<void>
}

/** Whoever runs the tests counts as root where the agent looks at its file. */
export const rootHere = process.getuid?.() ?? 0

/** Folders of a host of our own. */
export function hostFolders(): { root: string; places: AgentPlaces } {
  const root = mkdtempSync(join(tmpdir(), 'fireline-agent-'))
  const env = { FIRELINE_AGENT_FILE: join(root, 'agent.yaml'), FIRELINE_AGENT_STATE: join(root, 'state') }
  return { root, places: agentPlaces(env) }
}

/** A real agent of a host, enrolled and connected, whose file says `allows`. */
export async function agentOfAHost(world: World, allows: string, host = 'db-1'): Promise<AgentOfAHost> {
  const { root, places } = hostFolders()
  const allow = (text: string) => writeFileSync(places.file, `${text}\nasRoot: true\n`, { mode: 0o644 })
  allow(allows)
  const { agent: id } = await enrolHere(world, places, host)
  const said: string[] = []
  const stop = new AbortController()
  const parts = {
    places,
    version: 'test',
    does: agentDoes,
    say: (line: string) => said.push(line),
    root: rootHere,
    reviewersIn,
  }
  const ended = runHostAgent(parts, stop.signal)
  const here = () => hostAgentsOf(world.fireline.desk).get(id)
  await until(here, 'the agent to be there')
  return {
    places,
    id,
    said,
    ended,
    allow,
    here,
    async end() {
      stop.abort()
      await ended
      await until(() => !here(), 'the agent to be gone')
      rmSync(root, { recursive: true, force: true })
    },
  }
}

export async function enrolHere({ url, admin }: Pick<World, 'url' | 'admin'>, places: AgentPlaces, host: string) {
  const { body } = await admin.post<{ code: string }>('/api/v1/agents', { host })
  return enrol(places.state, url, async publicKey => {
    const asked = await nobody(url).post<{ agent: string; host: string }>('/api/v1/agents/enrol', {
      code: body.code,
      publicKey,
    })
    if (asked.status !== 200) throw new Error(JSON.stringify(asked.body))
    return asked.body
  })
}

export const nobody = (url: string): Caller => callerOf(url, '', '')
