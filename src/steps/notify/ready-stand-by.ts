/** A second place for a service's traffic, and what its proxy said of it last. */
export interface StandsBy {
  slug: string
  provenAt?: string
  proof?: string
}

const freshDays = 8
const dayMs = 86_400_000

/** Asked of a service that a stand-by is named for. Proven means that the proxy looked at it, with no traffic moved. */
export function stoodBy(standBys: readonly StandsBy[], at: string) {
  if (standBys.length === 0) return []
  const daysOf = ({ provenAt = '' }: StandsBy) => (Date.parse(at) - Date.parse(provenAt)) / dayMs
  const fresh = standBys.filter(one => daysOf(one) < freshDays).length
  const is = fresh === standBys.length ? ('yes' as const) : fresh > 0 ? ('partly' as const) : ('no' as const)
  const says = standBys.map(one => lastLook(one, daysOf(one))).join(' ')
  return [{ what: 'stand-by' as const, is, says }]
}

function lastLook({ slug, proof }: StandsBy, days: number): string {
  if (days < 1) return `${slug}: proven today.`
  if (days < freshDays) return `${slug}: proven ${Math.floor(days)} ${days < 2 ? 'day' : 'days'} ago.`
  if (days >= freshDays) return `${slug}: last proven ${Math.floor(days)} days ago. Prove it anew: Settings, Stand-bys.`
  return proof ? `${slug}: not proven. ${proof}` : `${slug}: never proven. Settings, Stand-bys does it now.`
}
