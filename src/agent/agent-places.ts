import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Where an agent finds things on its host. */
export interface AgentPlaces {
  /** What root allows it. */
  file: string
  /** Its key, and who it is. */
  state: string
  /** Where `off` is written: beside the file, which is root's, and in its own folder, which is its user's. One is enough. */
  off: readonly [beside: string, own: string]
}

/** As root everything lies where systems keep it; another user's key lies at home. */
export function agentPlaces(env: NodeJS.ProcessEnv = process.env): AgentPlaces {
  const file = env['FIRELINE_AGENT_FILE'] || '/etc/fireline/agent.yaml'
  const isRoot = process.getuid?.() === 0
  const state = env['FIRELINE_AGENT_STATE'] || (isRoot ? '/var/lib/fireline-agent' : join(homedir(), '.fireline-agent'))
  return { file, state, off: [join(dirname(file), 'agent.off'), join(state, 'off')] }
}
