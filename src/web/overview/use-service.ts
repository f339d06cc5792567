import { useQuery } from '@tanstack/react-query'
import type { Service } from '../../catalog/service.ts'
import type { IncidentLine } from '../../incident/line.ts'
import type { Severity } from '../../incident/severity.ts'
import type { Preview } from '../../steps/notify/preview.ts'
import { read } from '../desk/client.ts'
import type { Readiness } from './use-home.ts'

/** A service as the API shows it: addresses only to who sets them, their number to everyone. */
export interface ServiceShown extends Service {
  stakeholderCount: number
}

export const useServices = () =>
  useQuery({ queryKey: ['services'], queryFn: () => read<{ services: ServiceShown[] }>('/api/v1/services') })

const of = (slug: string) => encodeURIComponent(slug)

export const useService = (slug: string) =>
  useQuery({
    queryKey: ['services', slug],
    queryFn: () => read<ServiceShown>(`/api/v1/services/${of(slug)}`),
    refetchInterval: 60_000,
  })

interface Lines {
  incidents: IncidentLine[]
  found: number
}

const lines = (query: string) => () => read<Lines>(`/api/v1/incidents?view=line&${query}`)

export const useBurningOn = (slug: string) =>
  useQuery({
    queryKey: ['incidents', 'on', slug],
    queryFn: lines(`status=open&limit=20&service=${of(slug)}`),
    refetchInterval: 5_000,
  })

/** What burns anywhere, a light row each. */
export const useBurning = () =>
  useQuery({ queryKey: ['incidents', 'burning'], queryFn: lines('status=open&limit=200'), refetchInterval: 5_000 })

export const usePastOn = (slug: string) =>
  useQuery({
    queryKey: ['incidents', 'past', slug],
    queryFn: lines(`status=resolved&limit=100&service=${of(slug)}`),
    refetchInterval: 60_000,
  })

export interface FiringAlert {
  id: string
  title: string
  severity: string
  startedAt: string
  count: number
  labels: Record<string, string>
  link?: string
  incident?: string
}

export const useFiringOn = (slug: string) =>
  useQuery({
    queryKey: ['alerts', slug],
    queryFn: () => read<{ alerts: FiringAlert[] }>(`/api/v1/alerts?status=firing&service=${of(slug)}`),
    refetchInterval: 10_000,
  })

export interface ChangeShown {
  id: string
  summary: string
  author?: string
  at: string
  link?: string
}

const fourteenDaysHours = 14 * 24

export const useChangesOn = (slug: string) =>
  useQuery({
    queryKey: ['changes', slug],
    queryFn: () => read<{ changes: ChangeShown[] }>(`/api/v1/changes?service=${of(slug)}&hours=${fourteenDaysHours}`),
    refetchInterval: 60_000,
  })

export const useSendersOf = (slug: string) =>
  useQuery({
    queryKey: ['senders', slug],
    queryFn: () => read<Readiness>(`/api/v1/readiness?service=${of(slug)}`),
    refetchInterval: 60_000,
  })

export interface PreviewShown extends Preview {
  warnings: string[]
}

/** What would follow if it broke now; who is on call may change while the page is open. */
export const usePreview = (slug: string, severity: Severity) =>
  useQuery({
    queryKey: ['preview', slug, severity],
    queryFn: () => read<PreviewShown>(`/api/v1/services/${of(slug)}/preview?severity=${severity}`),
    refetchInterval: 60_000,
  })

export interface PageFound {
  id: string
  title: string
  why: string
}

export const usePagesAbout = ({ slug, name }: { slug: string; name: string }) =>
  useQuery({
    queryKey: ['pages', slug, name],
    queryFn: () => read<{ pages: PageFound[] }>(`/api/v1/runbook/search?q=${encodeURIComponent(`${slug} ${name}`)}`),
  })

export const usePolicies = (isWanted: boolean) =>
  useQuery({
    queryKey: ['policies'],
    queryFn: () => read<{ policies: { slug: string }[] }>('/api/v1/policies'),
    enabled: isWanted,
  })
