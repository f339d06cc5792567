import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entry } from '../../incident/entry.ts'
import { type Failed, type Refused, read, write } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'

export interface HostAgentHere {
  id: string
  host: string
  level: number
  logs: string[]
  checks: string[]
  reviewers: string[]
}

/** The agents that are connected now; viewers cannot ask them, and hear of none. */
export function useHostAgents(): HostAgentHere[] {
  const { me, is } = useRoom()
  const { data } = useQuery({
    queryKey: ['/api/v1/agents'],
    queryFn: () => read<{ agents: (HostAgentHere & { connected: boolean })[] }>('/api/v1/agents'),
    enabled: me.role !== 'viewer' && is.status !== 'resolved',
    refetchInterval: 30_000,
  })
  return data?.agents.filter(one => one.connected && one.level > 0) ?? []
}

export interface AskingHost {
  busy?: string
  /** What came of it, in words. */
  says?: string
  no?: Refused | Failed
  ask(host: string, what: 'look' | 'run-check' | 'run-step', body: object, named: string): Promise<void>
}

/** Asks a host, and says what came of it; what it showed is on the timeline. */
export function useAskingHost(): AskingHost {
  const { is } = useRoom()
  const [busy, setBusy] = useState<string>()
  const [came, setCame] = useState<{ says?: string; no?: Refused | Failed }>({})
  return {
    busy,
    ...came,
    async ask(host, what, body, named) {
      setBusy(named)
      setCame({})
      try {
        const path = `/api/v1/incidents/${is.id}/hosts/${encodeURIComponent(host)}/${what}`
        const { entries } = await write<{ entries: Entry[] }>(path, body)
        setCame({ says: `${named} on ${host}: ${cameOf(entries)}` })
      } catch (no) {
        setCame({ no: no as Refused | Failed })
      } finally {
        setBusy(undefined)
      }
    },
  }
}

/** How it ended, where it is kept, and its first line. */
function cameOf(entries: readonly Entry[]): string {
  const kept = entries.find(entry => entry.type === 'EvidenceAdded')?.data
  if (!kept) return 'kept'
  const exit = kept.kind === 'command' ? `ended with ${kept.exitCode ?? 'nothing'}, ` : ''
  const line = kept.excerpt.trim().split('\n')[0] ?? ''
  return `${exit}kept as ${kept.ref}. ${line.length > 100 ? `${line.slice(0, 100)}…` : line}`
}
