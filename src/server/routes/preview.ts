import { z } from 'zod'
import { readySilence, silencedBy } from '../../alert/silence.ts'
import type { Desk } from '../../engine/desk.ts'
import { fireline } from '../../incident/entry.ts'
import { unopened } from '../../incident/replay.ts'
import { type Severity, severities } from '../../incident/severity.ts'
import { whatWouldHappen } from '../../steps/notify/preview.ts'
import { previewSays } from '../../steps/notify/preview-says.ts'
import type { Sql } from '../../store/db.ts'
import { serviceNamed } from '../../store/loaders.ts'
import { policyAsOf, readSchedules } from '../../store/on-call.ts'
import { activeSilences } from '../../store/silences.ts'
import { rangLately } from '../../store/storm.ts'
import { notFound } from '../answer.ts'
import { warningsAbout } from '../check-on-call.ts'
import { type Route, route } from '../route.ts'

const query = z.strictObject({
  severity: z.enum(severities).default('sev2'),
  at: z.iso.datetime({ offset: true, message: 'A time in RFC 3339.' }).optional(),
})

/** "What would happen if this broke now?", asked before it does. */
export const previewRoutes = (canMail: boolean): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/services/:slug/preview',
    action: 'read',
    says: 'What would happen if this service broke now, or then, and nobody answered: who is paged when and by what, who else is told, and what may go wrong. Nothing happens.',
    query,
    async run({ sql, desk, params, query }) {
      const service = await serviceNamed(sql, params.slug)
      if (!service) throw notFound(`service ${params.slug}`)
      const { severity } = query
      const at = new Date(query.at ?? desk.clock.at()).toISOString()
      const { policy, ...found } = await foundFor(desk, sql, { service: service.slug, severity, at })
      const doubts = (await warningsAbout(sql, policy, canMail)).map(one => one.says)
      const warnings = [...(await silencedWhole(sql, service.slug, severity, at)), ...new Set(doubts)]
      const preview = whatWouldHappen({ service, severity, at }, found)
      return { id: service.slug, service: service.slug, severity, at, policy: policy.slug, ...preview, warnings }
    },
  }),
]

/** As an incident of this service would find it: the loaders are those of a decision. */
async function foundFor(
  desk: Desk,
  sql: Sql,
  { service, severity, at }: { service: string; severity: Severity; at: string },
) {
  const { loaders } = desk
  const tx = { query: sql.query.bind(sql), afterwards: [] }
  const ask = { id: '', by: fireline, at, body: { service } }
  const is = { ...unopened, service, severity, startedAt: at, openedAt: at }
  const policy = await loaders.policySpec(tx, is, ask)
  const [people, channels] = [await loaders.people(tx, is, ask), await loaders.channels(tx, is, ask)]
  const plans = await loaders.plans(tx, is, ask)
  const burning = { ...is, seq: 1 }
  const recentChanges = await loaders.recentChanges(tx, burning, ask)
  const outreach = await loaders.outreach(tx, burning, ask)
  const schedules = await readSchedules(sql)
  const policyAt = (at: string) => policyAsOf(policy, people, schedules, at)
  const rang = await rangLately(sql, at)
  return { policy, policyAt, people, channels, plans, recentChanges, outreach, rang }
}

/** Silences of which it is certain that they cover whatever this service sends. */
async function silencedWhole(sql: Sql, service: string, severity: Severity, at: string): Promise<string[]> {
  const alert = {
    labels: { service },
    service,
    integration: '',
    severity: severity === 'sev1' || severity === 'sev2' ? 'critical' : 'warning',
  } as const
  const silences = (await activeSilences(sql, at)).map(readySilence)
  return silencedBy(alert, silences, at).map(({ kind, createdBy, endsAt }) =>
    previewSays.silenced(kind, createdBy, `${endsAt.slice(0, 16).replace('T', ' ')} UTC`),
  )
}
