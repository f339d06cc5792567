import { z } from 'zod'
import { coversEverything, type Silence, stateOf, wrongWindow } from '../../alert/silence.ts'
import { newId } from '../../engine/id.ts'
import { later } from '../../incident/obligation.ts'
import { matcherBody } from '../../steps/intake/alert-rules.ts'
import type { Sql } from '../../store/db.ts'
import { serviceNamed } from '../../store/loaders.ts'
import { endSilence, listSilences, saveSilence, silenceNamed } from '../../store/silences.ts'
import { badField, created, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'

export const mostSilenced = { ms: 30 * 24 * 3_600_000, said: '30 days' }

const time = z.iso
  .datetime({ offset: true })
  .refine(said => Date.parse(said) > 0 && Date.parse(said) < Date.UTC(9999, 0), 'A time like 2026-01-31T12:00:00Z.')
  .transform(said => new Date(said).toISOString())
const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

export const silenceBody = z.strictObject({
  kind: z.enum(['silence', 'maintenance']).default('silence'),
  service: z.string().min(1).max(100).optional().meta({ title: 'Service', description: 'Covers its alerts alone.' }),
  matchers: z
    .array(matcherBody)
    .max(20)
    .default([])
    .meta({ title: 'Labels', description: 'All must hold. Every alert has service, alertname and severity.' }),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .refine(storable, 'Text without NUL or half characters.')
    .meta({ title: 'Why', description: 'Whoever comes next will want to know.' }),
  startsAt: time.optional().meta({ title: 'From', description: 'Now, unless told.' }),
  endsAt: time.optional().meta({ title: 'Until', description: 'It ends by itself, after at most 30 days.' }),
  /** In place of `endsAt`, for whoever has no clock that is right. */
  lastsMs: z
    .number()
    .int()
    .min(1_000)
    .max(mostSilenced.ms)
    .optional()
    .meta({ title: 'For', description: 'In milliseconds.' }),
})

const list = route({
  method: 'GET',
  path: '/api/v1/silences',
  action: 'read',
  says: 'Silences and maintenance windows: what they cover, who made them, why and until when.',
  query: z.strictObject({ state: z.enum(['pending', 'active', 'expired']).optional() }),
  run: async ({ desk, sql, query }) => ({ silences: await listSilences(sql, desk.clock.at(), query) }),
})

const one = route({
  method: 'GET',
  path: '/api/v1/silences/:id',
  action: 'read',
  says: 'One silence.',
  async run({ desk, sql, params }) {
    const silence = await known(sql, params.id)
    return { ...silence, state: stateOf(silence, desk.clock.at()) }
  },
})

const make = route({
  method: 'POST',
  path: '/api/v1/silences',
  action: 'respond',
  says: 'Alerts that it covers are kept and listed, and open nothing until it ends. What fires then, comes in.',
  body: silenceBody,
  async run({ desk, tx, who, body }) {
    const now = desk.clock.at()
    const { startsAt, endsAt } = windowOf(body, now)
    const wrong = wrongWindow({ startsAt, endsAt }, now, mostSilenced)
    if (wrong) throw badField(wrong.path, wrong.message)
    await coversSomething(tx, body)
    const { kind, service, matchers, reason } = body
    const made = { id: newId(desk.clock.now()), createdAt: now, createdBy: actorOf(who).name }
    const silence: Silence = { ...made, kind, service, matchers, reason, startsAt, endsAt }
    await saveSilence(tx, silence)
    return created({ ...silence, state: stateOf(silence, now) })
  },
})

const end = route({
  method: 'DELETE',
  path: '/api/v1/silences/:id',
  action: 'respond',
  says: 'Ends a silence now. What it covered and still fires comes in.',
  async run({ desk, tx, params }) {
    const silence = await known(tx, params.id)
    const now = desk.clock.at()
    await endSilence(tx, silence.id, now)
    const after = await known(tx, params.id)
    return { ...after, state: stateOf(after, now) }
  },
})

function windowOf({ startsAt, endsAt, lastsMs }: z.infer<typeof silenceBody>, now: string) {
  const begins = startsAt && startsAt > now ? startsAt : now
  if (endsAt !== undefined && lastsMs !== undefined)
    throw badField('lastsMs', 'Say when it ends, or how long it lasts.')
  if (lastsMs !== undefined) return { startsAt: begins, endsAt: later(begins, lastsMs) }
  if (endsAt === undefined) throw badField('endsAt', 'Say when it ends.')
  return { startsAt: begins, endsAt }
}

async function coversSomething(tx: Sql, { service, matchers }: z.infer<typeof silenceBody>): Promise<void> {
  if (service !== undefined && !(await serviceNamed(tx, service)))
    throw badField('service', `There is no service ${service}.`)
  if (service === undefined && coversEverything(matchers))
    throw badField(
      'matchers',
      'Name a service, or a label and a value that it must have: this would silence everything.',
    )
}

async function known(sql: Sql, id: string): Promise<Silence> {
  const silence = await silenceNamed(sql, id)
  if (silence) return silence
  throw notFound('such silence')
}

/** Quiet that somebody answers for, and that ends by itself. */
export const silenceRoutes = (): Route[] => [list, one, make, end]
