/** What we run. `default` takes every alert of an unknown service. */
export interface Service {
  slug: string
  name: string
  team: string
  mode: 'live' | 'watch-only'
  policy?: string
  owner?: string
  environment?: string
  twin?: string
  dependsOn: string[]
  /** Whether a shell on its hosts waits while it cannot be recorded, or goes on, plainly marked; unsaid, it goes on. */
  recording?: 'strict' | 'best-effort'
  /** Who is told without asking for it; `severity` is the least that they hear of. */
  stakeholders: { email: string; severity?: 'sev1' | 'sev2' | 'sev3' | 'sev4' }[]
}

/** What burns in the environment `drill` is a rehearsal: it is marked so, and no status page tells of it. */
export const isDrill = ({ environment }: Pick<Service, 'environment'>): boolean => environment === 'drill'
