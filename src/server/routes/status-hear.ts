import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { askToConfirm } from '../../store/stakeholders-asked.ts'
import { addressOf } from '../address-of.ts'
import { Answer, badField } from '../answer.ts'
import { sentencePage } from '../capability-page.ts'
import { pageHeaders } from '../capability-style.ts'
import { type Call, type Route, route } from '../route.ts'
import { slowDown } from '../slow-down.ts'
import { mayRead, noPage, withKey } from '../status-access.ts'

const asked = z.object({
  email: z.email('An address, as you@example.com.').max(254),
  severity: z.enum(['sev1', 'sev2', 'sev3', 'sev4']).default('sev2'),
  website: z.string().max(2_000).optional(),
})

const mostAMinute = { address: 10, page: 120 }

/** Somebody wants mail: their address is asked whether it was they. The answer is the same whoever they are and however often they ask. */
export function hearRoute(outside: Outside): Route {
  const slow = slowDown()
  return route({
    method: 'POST',
    path: '/status/:page/hear',
    action: 'public',
    says: 'Asks for mail about a status page: `email`, `severity`, and the services under `part-0`, `part-1` …; nothing is sent before it was confirmed.',
    query: withKey,
    body: z.record(z.string().max(40), z.string().max(300)),
    bodyLimit: 64 * 1024,
    async run(call) {
      const { desk, tx, request, reply, body } = call
      const page = outside.mail && (await mayRead(call, outside))
      if (!page) return noPage(call)
      slow(desk, `hear ${addressOf(request)}`, mostAMinute.address)
      slow(desk, `hear ${page.slug}`, mostAMinute.page)
      const read = asked.safeParse(body)
      if (!read.success) return wrong(call, read.error.issues[0])
      const { email, severity, website } = read.data
      const chosen = new Set(Object.entries(body).flatMap(([name, value]) => (name.startsWith('part-') ? [value] : [])))
      const parts = page.components.map(one => one.service)
      const services = parts.filter(service => chosen.has(service))
      const isAll = services.length === 0 || services.length === parts.length
      // A machine that fills in everything hears the same and is not heard.
      if (!website)
        await askToConfirm(
          tx,
          outside.secrets,
          { page: page.slug, email, services: isAll ? [] : services, severity },
          desk.clock.now(),
        )
      tx.afterwards.push(() => desk.wake())
      reply.headers(pageHeaders)
      return new Answer(
        200,
        sentencePage(
          'Look into your mail',
          'There is a letter from us in a moment, with one link to confirm. Without it nothing will come.',
        ),
      )
    },
  })
}

/** Who fills in a form reads a sentence, a program the field. */
function wrong({ request, reply }: Pick<Call, 'request' | 'reply'>, issue: z.core.$ZodIssue | undefined): Answer {
  const says = issue?.message ?? 'This is no address.'
  if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    throw badField(String(issue?.path[0] ?? ''), says)
  reply.headers(pageHeaders)
  return new Answer(400, sentencePage('That cannot be', `${says} Go back, and what you wrote is still there.`))
}
