import type { Outside } from '../../engine/outside.ts'
import type { StatusPage } from '../../steps/notify/status-page.ts'
import { listReportForms } from '../../store/report-forms.ts'
import { Answer } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { type Looked, mayRead, noPage, withKey } from '../status-access.ts'
import { statusAtom } from '../status-atom.ts'
import { statusPage } from '../status-html.ts'
import { linksAt, type StatusLinks } from '../status-links.ts'
import { incidentPage, pastPage } from '../status-past.ts'
import { readPast, readStatus } from '../status-read.ts'
import { statusHeaders } from '../status-style.ts'
import { hearRoute } from './status-hear.ts'

/** What everybody else reads: what was said to stakeholders and when the next word comes; no titles, no names of services or people. */
export function statusRoutes(outside: Outside): Route[] {
  const at = (name: string, path: string, says: string, show: Show): Route =>
    route({
      method: 'GET',
      path: `${name}${path}`,
      action: 'public',
      says,
      query: withKey,
      run: call => shown(call, outside, show),
    })
  const both = (path: string, says: string, show: Show) => [
    at('/status', path, says, show),
    at('/status/:page', path, says, show),
  ]
  return [
    ...both('', 'The status page: what you notice, what we do, next word by.', now),
    ...both('/history', 'What was before, with every word that was said.', past),
    ...both('/atom.xml', 'The same as an Atom feed.', atom),
    ...both('/incidents/:id', 'One incident of it.', one),
    hearRoute(outside),
  ]
}

interface Seen {
  call: Looked
  page: StatusPage
  links: StatusLinks
  outside: Outside
}
type Show = (seen: Seen) => Promise<Answer>

async function shown(call: Looked, outside: Outside, show: Show): Promise<Answer> {
  const page = await mayRead(call, outside)
  if (!page) return noPage(call)
  const forms = await listReportForms(call.sql, outside.secrets)
  const links = linksAt(
    page.slug,
    call.query.key,
    outside.mail !== undefined,
    new Map(forms.map(form => [form.service, `/report/${form.key}`])),
  )
  call.reply.headers(statusHeaders(page.isPublic))
  return show({ call, page, links, outside })
}

const now: Show = async ({ call, page, links }) =>
  new Answer(200, statusPage(await readStatus(call.sql, page, call.desk.clock.at()), links))

const past: Show = async ({ call, page, links }) => {
  const at = call.desk.clock.at()
  const [view, over] = await Promise.all([readStatus(call.sql, page, at), readPast(call.sql, page, at)])
  return new Answer(200, pastPage(view, over, links))
}

const atom: Show = async ({ call, page, links, outside }) => {
  const at = call.desk.clock.at()
  const [view, over] = await Promise.all([readStatus(call.sql, page, at), readPast(call.sql, page, at)])
  const whole = (path: string) => `${outside.url()}${path}`
  call.reply.header('content-type', 'application/atom+xml; charset=utf-8')
  return new Answer(
    200,
    statusAtom({ view, past: over, url: whole(links.home), incidentUrl: id => whole(links.incident(id)) }),
  )
}

const one: Show = async ({ call, page, links }) => {
  const at = call.desk.clock.at()
  const [view, over] = await Promise.all([readStatus(call.sql, page, at), readPast(call.sql, page, at)])
  const found = [...view.now, ...over].find(({ id }) => id === call.params['id'])
  return found ? new Answer(200, incidentPage(view, found, links)) : noPage(call)
}
