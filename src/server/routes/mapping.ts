import { z } from 'zod'
import type { Alert } from '../../alert/alert.ts'
import { beyondLimits } from '../../alert/limits.ts'
import { isProblem } from '../../alert/report.ts'
import { mappingIn, mappingSettings } from '../../integrations/generic/mapping.ts'
import { readMapped } from '../../integrations/generic/read-mapped.ts'
import { type MappingThreads, mappingThreads } from '../../integrations/generic/run-mapping.ts'
import { lastBody } from '../../store/last-bodies.ts'
import { ApiError, badField } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { living } from './integrations.ts'

const tried = z.strictObject({
  // Checked one by one below: a wrong expression is an answer here.
  mapping: z
    .record(z.string().max(40), z.string().max(2_000))
    .meta({ title: 'Mapping', description: 'An expression a field.' }),
  body: z.unknown().optional().meta({ title: 'Body', description: 'The last body received, unless told.' }),
})

/** Trying a mapping before it is saved. It has threads of its own: what arrives never waits for somebody's try. */
export function mappingRoutes(): Route[] {
  const threads = mappingThreads()
  return [
    route({
      method: 'GET',
      path: '/api/v1/integrations/:id/last-body',
      action: 'settings:write',
      says: 'The newest body that came with a key, without its credentials; none before the first, or over 64 KB.',
      async run({ sql, params }) {
        const { id } = await living(sql, params.id)
        const found = await lastBody(sql, id)
        return { id, at: found?.at ?? null, body: found ? (JSON.parse(found.body) as unknown) : null }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/integrations/:id/try-mapping',
      action: 'settings:write',
      says: 'What a mapping would read from a body, or which of its expressions is wrong. Nothing is saved.',
      body: tried,
      async run({ tx, params, body, desk }) {
        const { id } = await living(tx, params.id)
        const text = body.body === undefined ? (await lastBody(tx, id))?.body : boundedText(body.body)
        if (text === undefined) throw badField('body', 'Nothing has arrived with this key yet: give a body.')
        return tryOut(threads, body.mapping, text, desk.clock.at())
      },
    }),
  ]
}

interface Tried {
  alerts?: Alert[]
  wrong?: { field: string; message: string }
}

async function tryOut(threads: MappingThreads, told: Record<string, string>, body: string, at: string): Promise<Tried> {
  const filled = Object.fromEntries(Object.entries(told).filter(([, text]) => text.trim() !== ''))
  const checked = mappingSettings.safeParse(filled)
  const issue = checked.error?.issues[0]
  if (issue)
    return wrong(String(issue.path[0] ?? (issue.code === 'unrecognized_keys' ? issue.keys[0] : 'title')), issue.message)
  const mapping = mappingIn(checked.data ?? {})
  if (!mapping) return wrong('title', 'A mapping needs a title.')
  const answer = await threads.run({ mapping, body }).catch(() => undefined)
  if (!answer) throw new ApiError(503, 'busy', 'Too many mappings are tried at once.', { retryAfterSeconds: 1 })
  if ('wrong' in answer) return wrong(answer.wrong, answer.message)
  const report = readMapped(JSON.parse(answer.alerts) as unknown[], { at })
  return isProblem(report) ? wrong(report.path, report.message) : { alerts: report.alerts }
}

const wrong = (field: string, message: string): Tried => ({ wrong: { field, message } })

function boundedText(body: unknown): string {
  const problem = beyondLimits(body)
  if (problem) throw badField(`body.${problem.path}`, problem.message)
  return JSON.stringify(body)
}
