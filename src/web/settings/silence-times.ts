/** When it ends, RFC 3339: so many hours from now, or at the reader's own time. An unreadable time is sent as it is, for the server to say so. */
export function until(how: string, local: string, now: Date): string {
  if (how !== 'at') return new Date(now.getTime() + Number(how) * 3_600_000).toISOString()
  const at = new Date(local)
  return Number.isNaN(at.getTime()) ? local : at.toISOString()
}
