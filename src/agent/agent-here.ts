import type { AgentPlaces } from './agent-places.ts'
import { readEnrolment } from './enrol.ts'
import { isOff } from './host-agent.ts'
import { type HostFile, readHostFile } from './host-file.ts'

/** What the agent of this host is, read from its files alone. */
export interface AgentHere {
  /** None: no agent is enrolled. */
  enrolled?: { host: string; url: string }
  isOff: boolean
  file: string
  level: HostFile['level']
  checks: string[]
  logs: string[]
  /** Why the file allows nothing, where it could not be taken. */
  trouble?: string
}

export function agentHere(places: AgentPlaces): AgentHere {
  const enrolled = readEnrolment(places.state)
  const is = {
    isOff: isOff(places),
    file: places.file,
    ...(enrolled && { enrolled: { host: enrolled.host, url: enrolled.url } }),
  }
  try {
    const { level, checks, logs } = readHostFile(places.file)
    return { ...is, level, checks: Object.keys(checks), logs: Object.keys(logs) }
  } catch (error) {
    return { ...is, level: 0, checks: [], logs: [], trouble: error instanceof Error ? error.message : String(error) }
  }
}
