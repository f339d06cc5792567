import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The proxy's own account of its work, as Prometheus reads it. */
export function proxyNumbers() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    requests: new Counter({
      name: 'shop_proxy_requests_total',
      help: 'Requests answered, by web process and status code.',
      labelNames: ['backend', 'code'],
      registers,
    }),
    seconds: new Histogram({
      name: 'shop_proxy_request_seconds',
      help: 'Time to the last byte of an answer.',
      labelNames: ['backend'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    isUp: new Gauge({ name: 'shop_proxy_backend_up', help: '1 when healthy.', labelNames: ['backend'], registers }),
    isDrained: new Gauge({
      name: 'shop_proxy_backend_drained',
      help: '1 when no requests are sent there on purpose.',
      labelNames: ['backend'],
      registers,
    }),
  }
}
