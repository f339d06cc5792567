import { useQuery } from '@tanstack/react-query'
import { firesPath } from '../../api/pages.ts'
import type { Incident } from '../../incident/incident.ts'
import type { IncidentLine } from '../../incident/line.ts'
import { read } from '../desk/client.ts'

interface Named {
  id: string
  name: string
}

/** One escalation policy, and where I stand in it. */
export interface Stand {
  policy: string
  services: { slug: string; name: string }[]
  now: Named[]
  /** Which step calls me now. */
  mine?: number
  until?: string
  handOverTo?: Named
  after: { afterMs: number; people: Named[] }[]
}

export interface MyOnCall {
  policies: Stand[]
  next: { schedule: string; from: string } | null
  channels: string[]
}

export interface Readiness {
  path: { ok: boolean; provenMsAgo: number | null }
  lastAlertAt: string | null
  senders: { id: string; name?: string; kind: string; service: string; lastAt?: string }[]
  unreached: Named[]
  /** Whom a page may reach and not wake. */
  doubts: (Named & { says: string })[]
  pagingNobody: { policy: string; says: string }[]
  gaps: { schedule: string; when: string }[]
}

/** `asOf`: it comes from the copy of a server that can read nothing, as it was then. */
export const useFires = () =>
  useQuery({
    queryKey: ['incidents', 'open'],
    queryFn: () => read<{ incidents: Incident[]; asOf?: string }>(firesPath),
    refetchInterval: 3_000,
  })

export const useMyOnCall = () =>
  useQuery({ queryKey: ['on-call'], queryFn: () => read<MyOnCall>('/api/v1/me/on-call'), refetchInterval: 60_000 })

export const useReadiness = () =>
  useQuery({ queryKey: ['readiness'], queryFn: () => read<Readiness>('/api/v1/readiness'), refetchInterval: 20_000 })

const lines = (query: string) => () =>
  read<{ incidents: IncidentLine[]; found: number }>(`/api/v1/incidents?view=line&${query}`)

const dayMs = 24 * 3_600_000

/** What opened within the last 14 days; of very many, the newest 500. */
export function useLastDays(now: Date) {
  const since = new Date(now.getTime() - 14 * dayMs).toISOString().slice(0, 10)
  return useQuery({
    queryKey: ['incidents', 'since', since],
    queryFn: lines(`limit=500&from=${since}`),
    refetchInterval: 20_000,
  })
}

/** The last ones that are over, however long ago. */
export const usePutOut = () =>
  useQuery({ queryKey: ['incidents', 'over'], queryFn: lines('limit=5&status=resolved'), refetchInterval: 20_000 })

/** The services for which some step of their policy calls me now. */
export const onCallFor = (onCall: MyOnCall | undefined): string[] =>
  (onCall?.policies ?? [])
    .filter(one => one.mine !== undefined)
    .flatMap(one => one.services.map(service => service.slug))
