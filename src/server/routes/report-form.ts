import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hearReport } from '../../engine/hear-report.ts'
import type { Outside } from '../../engine/outside.ts'
import { later } from '../../incident/obligation.ts'
import { type ReportForm, reportFormByKey } from '../../store/report-forms.ts'
import { addressOf } from '../address-of.ts'
import { Answer, ApiError, badField } from '../answer.ts'
import { sentencePage } from '../capability-page.ts'
import { type FormTokens, formTokens } from '../form-token.ts'
import { longest, pageHeaders, reportPage, thanksPage, type Written } from '../report-page.ts'
import { type Call, type Route, route } from '../route.ts'
import { type SlowDown, slowDown } from '../slow-down.ts'

type Params = { key: string }

const line = (most: number) => z.string().trim().max(most, `At most ${most} characters.`).optional()

const reportBody = z.strictObject({
  says: z
    .string()
    .trim()
    .min(1, 'Please say what you see.')
    .max(longest.says, `Please use at most ${longest.says} characters.`)
    .meta({ description: 'What the person sees.' }),
  since: z
    .union([z.string().regex(/^\d{0,5}$/), z.iso.datetime({ offset: true })], 'Minutes ago, or an RFC 3339 time.')
    .optional()
    .meta({ description: 'Minutes ago, or an RFC 3339 time.' }),
  name: line(longest.name),
  contact: line(longest.contact),
  form: z.string().max(200).optional().meta({ description: 'What the page gave; needed of a form, not of JSON.' }),
  website: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: 'Empty. Only machines that fill in everything fill it in.' }),
})
type Reported = z.infer<typeof reportBody>

const mostAMinute = { address: 30, key: 300 }

/** Somebody outside says that something is wrong, without an account: a page with one form, or JSON from a program's own form. */
export function reportFormRoutes({ secrets }: Pick<Outside, 'secrets'>): Route[] {
  const [tokens, slow] = [formTokens(secrets), slowDown()]
  return [
    route({
      method: 'GET',
      path: '/report/:key',
      action: 'public',
      says: 'The form for people outside: what they see, since when.',
      async run(call) {
        const form = await reportFormByKey(call.sql, call.params.key)
        return form ? pageOf(call, tokens, form, 200) : unknown(call)
      },
    }),
    route({
      method: 'POST',
      path: '/report/:key',
      action: 'public',
      says: 'A report from outside: evidence in the open incident of the service, or the reason to open one.',
      body: z.record(z.string().max(40), z.string().max(10_000)),
      bodyLimit: 64 * 1024,
      async run(call) {
        const form = await reportFormByKey(call.sql, call.params.key)
        if (!form) return unknown(call)
        return report(call, { form, tokens, slow, secrets })
      },
    }),
  ]
}

interface Parts {
  form: ReportForm
  tokens: FormTokens
  slow: SlowDown
  secrets: Outside['secrets']
}

async function report(call: Call<Params>, { form, tokens, slow, secrets }: Parts): Promise<Answer> {
  const { desk, tx, request } = call
  slow(desk, `${form.id} ${addressOf(request)}`, mostAMinute.address)
  slow(desk, form.id, mostAMinute.key)
  const written = call.body as Written
  const read = reportBody.safeParse(call.body)
  if (!read.success) return wrong(call, tokens, form, read.error.issues[0])
  const { says, since, name, contact, website } = read.data
  const once = isForm(request) ? ownForm(call, tokens, form, read.data) : ''
  if (once === undefined)
    return pageOf(call, tokens, form, 403, { written, trouble: 'This page was open for long. Please send it again.' })
  // A machine that fills in everything hears the same and is not heard.
  if (website) return thanks(call, form)
  const by = { kind: 'system' as const, id: form.id, name: form.name }
  const told = {
    service: form.service,
    says,
    since: sinceOf(call, since),
    name: name || undefined,
    contact: contact || undefined,
  }
  await hearReport(desk, tx, secrets, { ...told, ...(once && { once }) }, { by, opensAfter: form.opensAfter })
  return thanks(call, form)
}

/** The name of the form that we served, so that sending it twice is one report; nothing when it is not one of ours. */
function ownForm(
  { desk, request }: Call<Params>,
  tokens: FormTokens,
  form: ReportForm,
  body: Reported,
): string | undefined {
  if (request.headers['sec-fetch-site'] === 'cross-site') return undefined
  const name = tokens.read(form.id, body.form ?? '', desk.clock.now())
  return name && `form ${form.id} ${name}`
}

/** Nobody can have seen it in the future, and what is a week old is no news. */
function sinceOf({ desk }: Call<Params>, since: string | undefined): string | undefined {
  if (!since) return undefined
  const now = desk.clock.at()
  const at = /^\d+$/.test(since) ? later(now, -Number(since) * 60_000) : new Date(since).toISOString()
  return at <= now && at > later(now, -7 * 24 * 3_600_000) ? at : undefined
}

const isForm = ({ headers }: FastifyRequest): boolean =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')

function wrong(call: Call<Params>, tokens: FormTokens, form: ReportForm, issue: z.core.$ZodIssue | undefined): Answer {
  const path = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.')
  const trouble = issue?.message ?? 'This is not what is asked for.'
  if (!isForm(call.request)) throw badField(path ?? '', trouble)
  return pageOf(call, tokens, form, 400, { written: call.body as Written, trouble })
}

function pageOf(
  { desk, reply }: Call<Params>,
  tokens: FormTokens,
  form: ReportForm,
  status: number,
  more: { written?: Written; trouble?: string } = {},
): Answer {
  reply.headers(pageHeaders)
  const token = tokens.make(form.id, desk.clock.now())
  return new Answer(status, reportPage({ service: form.serviceName, token, ...more }))
}

function thanks({ request, reply }: Call<Params>, form: ReportForm): Answer {
  if (!isForm(request)) return new Answer(202, { reported: true })
  reply.headers(pageHeaders)
  return new Answer(200, thanksPage(form.serviceName))
}

function unknown({ request, reply }: Call<Params>): Answer {
  if (!isForm(request) && request.method === 'POST') throw new ApiError(404, 'not-found', 'There is no such form.')
  reply.headers(pageHeaders)
  return new Answer(
    404,
    sentencePage('This link is not known', 'Perhaps it was cut in two on its way, or it has ended.'),
  )
}
