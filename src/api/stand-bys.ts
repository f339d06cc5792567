/** A stand-by as it is listed: never with how its proxy is reached. */
export interface ListedStandBy {
  slug: string
  service: string
  driver: string
  offerAfterMinutes: number
  provenAt?: string
  /** What the proxy said of it last. */
  proof?: string
  updatedAt: string
  /** What a switch costs: "no request is cut". */
  cuts?: string
  /** Whether a reload of the proxy keeps what was moved. */
  persistent?: 'yes' | 'after-paste' | 'no'
}

/** What would be sent to the proxy, as it stands now. */
export interface DryRun {
  steps: DryStep[]
  /** Made before the first step. */
  wayBack: DryStep[]
  servers: { name: string; address: string; state: string }[]
  cuts: string
}

export interface DryStep {
  says: string
  command: string
  body?: string
}

export const standBysPath = '/api/v1/stand-bys'
export const dryRunPath = (slug: string): string => `${standBysPath}/${encodeURIComponent(slug)}/dry-run`
export const provePath = (slug: string): string => `${standBysPath}/${encodeURIComponent(slug)}/prove`
