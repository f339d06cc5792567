import type { Alert } from '../../alert/alert.ts'

/** Nobody who writes there is heard. It waits for the morning: customers have other ways, and monitoring goes on. */
export function mailboxAlert(
  { id, slug, service }: { id: string; slug: string; service: string },
  trouble: string,
  startedAt: string,
): Alert {
  return {
    fingerprint: `mailbox:${id}`,
    status: 'firing',
    name: `Silent mailbox ${slug}`,
    title: `Mail to ${slug} is not read`,
    severity: 'warning',
    service,
    labels: { mailbox: slug },
    annotations: { summary: trouble },
    startedAt,
  }
}
