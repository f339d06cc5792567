import { letters } from '../steps/notify/letters.ts'
import { mintCapability } from '../store/capabilities.ts'
import { readHead } from '../store/head.ts'
import { serviceNamed } from '../store/loaders.ts'
import { notWanted } from '../store/stakeholder-letters.ts'
import { isStillWanted, mintOffLink } from '../store/stakeholders.ts'
import { askedOf, confirmToken } from '../store/stakeholders-asked.ts'
import { pageKey, statusPageNamed } from '../store/status-pages.ts'
import type { Desk } from './desk.ts'
import type { Outside } from './outside.ts'
import type { Owed, Perform } from './perform.ts'
import { noMail, sendLetter } from './send-letter.ts'
import { inDoubt } from './tell.ts'

/** One letter to one stakeholder, with the way to hear no more of it in its headers (RFC 8058) and in its text. */
export function performStakeholderLetter(outside: Outside): Perform<'stakeholder-letter'> {
  return async (owed, desk) => {
    const { email, text, service } = owed.body
    const is = await readHead(desk.db, owed.incident)
    if (!is) return { outcome: 'failed', answer: 'This incident is gone.' }
    if (!(await isStillWanted(desk.db, owed.body))) return { outcome: 'delivered', answer: notWanted }
    if (!outside.mail) return noMail
    const off = `${outside.url()}/u/${await mintOffLink(desk.db, outside.secrets, desk.clock.now(), { email, service })}`
    const written = letters.toStakeholder(is, text, { ...(await whereToRead(owed, desk, outside)), off })
    return sendLetter(owed, outside, {
      ...inDoubt(owed, written),
      id: `tell-${owed.id}`,
      thread: `incident-${is.id}`,
      to: email,
      off,
    })
  }
}

/** Who asked on a status page reads on there, in its words; who is listed has a page of their own. */
async function whereToRead({ incident, body }: Owed<'stakeholder-letter'>, desk: Desk, outside: Outside) {
  const page = body.page === undefined ? undefined : await statusPageNamed(desk.db, body.page)
  if (page) {
    const part = page.components.find(one => one.service === body.service)
    const key = page.isPublic ? '' : `?key=${pageKey(outside.secrets, page)}`
    return { name: part?.name ?? page.title, link: `${outside.url()}/status/${page.slug}${key}` }
  }
  const about = { kind: 'stakeholder', incident, subject: body.email, name: body.email } as const
  const link = await mintCapability(desk.db, outside.secrets, desk.clock.now(), about)
  const service = await serviceNamed(desk.db, body.service)
  return { name: service?.name ?? body.service, link: `${outside.url()}/a/${link}` }
}

/** Asks the address whether it was they who asked. */
export function performConfirmLetter(outside: Outside): Perform<'confirm-letter'> {
  return async (owed, desk) => {
    const asked = await askedOf(desk.db, confirmToken(outside.secrets, owed.body.asked))
    if (!asked) return { outcome: 'delivered', answer: 'Answered already, or too old.' }
    if (!outside.mail) return noMail
    const link = `${outside.url()}/c/${confirmToken(outside.secrets, owed.body.asked)}`
    const written = inDoubt(owed, letters.confirm(asked.title, link))
    return sendLetter(owed, outside, { ...written, id: `confirm-${owed.id}`, to: asked.email })
  }
}
