import type { Caller } from '../harness.ts'

/** A service whose incidents page these people one after the other, and the alert that opens one. */
export interface Shop {
  slug: string
  alert(what: string): object
}

/** People of its own, so that no cap on their pages plays a part. Steps come `apartMs` apart. */
export async function shopOf(admin: Caller, slug: string, names: readonly string[], apartMs: number): Promise<Shop> {
  const ids = await Promise.all(
    names.map(async name => {
      const one = { name: `${name} of ${slug}`, role: 'responder', email: `${name}@${slug}.example.org` }
      return (await admin.post<{ id: string }>('/api/v1/people', one)).body.id
    }),
  )
  const steps = ids.map((person, n) => ({ afterMs: n * apartMs, notify: [{ person }] }))
  await admin.put(`/api/v1/policies/${slug}`, { steps })
  await admin.put(`/api/v1/services/${slug}`, { name: slug, policy: slug })
  return {
    slug,
    alert: what => ({
      title: what,
      severity: 'critical',
      fingerprint: what,
      labels: { alertname: what, service: slug },
    }),
  }
}

/** A key that takes the alerts of every service. */
export async function keyOf(admin: Caller): Promise<string> {
  const asked = { service: 'default', kind: 'webhook', name: 'monitoring' }
  return (await admin.post<{ key: string }>('/api/v1/integrations', asked)).body.key
}
