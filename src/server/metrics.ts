import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { AcceptLog } from '../engine/accept.ts'
import type { Desk } from '../engine/desk.ts'

/** `GET /metrics`: the process, what burns, and what is owed, read when asked. */
export function metrics(desk: Desk, accepted: AcceptLog): Registry {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const count = (name: string, help: string, sql: string) =>
    new Gauge({
      name,
      help,
      registers: [register],
      async collect() {
        const { rows } = await desk.db.query<{ n: number }>(sql)
        this.set(rows[0]?.n ?? 0)
      },
    })
  count(
    'fireline_incidents_open',
    'Incidents that are not resolved',
    `select count(*) as n from incident_head where status <> 'resolved'`,
  )
  count(
    'fireline_obligations_owed',
    'Effects owed and not done',
    `select count(*) as n from obligation where state = 'owed'`,
  )
  const waiting = new Gauge({
    name: 'fireline_accepted_waiting',
    help: 'Requests accepted on this node and not applied',
    registers: [],
    collect() {
      this.set(accepted.depth())
    },
  })
  register.registerMetric(waiting)
  return register
}
