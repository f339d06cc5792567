/** What Alertmanager's webhook (version 4) sends, for one alert of the shop. */
export type Firing = { instance: string; startsAt: string; endsAt?: string; share: number; titles?: string }

export function webhookBody(firing: Firing, externalUrl: string): Record<string, unknown> {
  const labels = {
    alertname: 'ShopErrorsHigh',
    environment: 'production',
    instance: firing.instance,
    service: 'shop',
    severity: 'critical',
  }
  const percent = Math.round(firing.share * 100)
  const annotations = {
    summary: `${firing.titles ?? ''}Many answers of the shop are errors`,
    description: `${percent} % of what ${firing.instance} answered was a 5xx, more than 5 %. Customers see "Something went wrong".`,
  }
  const status = firing.endsAt ? 'resolved' : 'firing'
  return {
    version: '4',
    groupKey: '{}:{alertname="ShopErrorsHigh", service="shop"}',
    truncatedAlerts: 0,
    status,
    receiver: 'fireline',
    groupLabels: { alertname: labels.alertname, service: labels.service },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: externalUrl,
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt: firing.startsAt,
        endsAt: firing.endsAt ?? '0001-01-01T00:00:00Z',
        generatorURL: `${externalUrl}/metrics`,
        fingerprint: fingerprint(labels),
      },
    ],
  }
}

/** Alertmanager's own: FNV-1a, 64 bits, over the sorted labels with a separator byte after each name and value. */
function fingerprint(labels: Record<string, string>): string {
  const separator = Buffer.from([0xff])
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const bytes = Buffer.concat(pairs.flat().flatMap(text => [Buffer.from(text), separator]))
  let hash = 0xcbf29ce484222325n
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
