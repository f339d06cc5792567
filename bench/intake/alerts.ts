/** An alert as Prometheus sends it: 8 labels and 3 annotations, 674 bytes of JSON. Each number is another alert. */
function alert(n: number, now: number) {
  return {
    labels: {
      alertname: `HighErrorRate${n % 97}`,
      instance: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}:9100`,
      job: 'node-exporter',
      severity: n % 3 ? 'warning' : 'critical',
      cluster: `eu-west-${n % 5}`,
      namespace: `ns-${n % 211}`,
      pod: `api-7d9f-${n}`,
      team: 'payments',
    },
    annotations: {
      summary: `Error rate on api-7d9f-${n} is above 5% for 10 minutes`,
      description:
        'The 5xx rate measured at the ingress has been above the threshold of the service level objective; customers see failed checkouts.',
      runbook_url: 'https://runbooks.example.org/high-error-rate',
    },
    startsAt: new Date(now - 60_000).toISOString(),
    endsAt: new Date(now + 3_600_000).toISOString(),
    generatorURL:
      'http://prometheus.example.org/graph?g0.expr=rate(http_requests_total%7Bcode%3D~%225..%22%7D%5B5m%5D)',
  }
}

const startedAt = Date.now()

/** Requests of so many alerts each, numbered from `first`. */
export function requests(path: string, first: number, total: number, batch: number): Buffer[] {
  const made: Buffer[] = []
  for (let n = 0; n < total; n += batch) {
    const size = Math.min(batch, total - n)
    const body = Buffer.from(JSON.stringify(Array.from({ length: size }, (_, i) => alert(first + n + i, startedAt))))
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    made.push(Buffer.concat([Buffer.from(head), body]))
  }
  return made
}
