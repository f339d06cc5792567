import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import { reason } from '../../engine/log.ts'
import type { Outside } from '../../engine/outside.ts'
import { ntfyLinks } from '../../integrations/ntfy/ntfy.ts'
import { readBotName, telegramWho } from '../../integrations/telegram/telegram.ts'
import { wayForward } from '../../steps/notify/test-call.ts'
import { putContactFirst } from '../../store/contacts.ts'
import type { Tx } from '../../store/db.ts'
import { personById } from '../../store/people.ts'
import { addTelegramStart, type Bot, telegramStartMs } from '../../store/telegram-starts.ts'
import { ApiError, badField, created, notFound } from '../answer.ts'
import { qrSvg } from '../qr.ts'
import { type Route, route } from '../route.ts'
import { checked } from '../serve-routes.ts'

const server = z.string().max(500).optional()
/** With a label it is one more, beside what is there of its channel. */
const label = z.string().trim().max(60, 'At most 60 letters.').optional()

/** A phone is made a contact by a code that it scans: nothing is typed, and nothing has to reach this server. */
export function contactSetUpRoutes(outside: Outside): Route[] {
  const { secrets, channels } = outside
  const secretsOf = (kind: string) => channels.get(kind)?.secrets ?? []
  return [
    route({
      method: 'POST',
      path: '/api/v1/people/:person/contacts/ntfy',
      action: 'self',
      says: 'Makes an ntfy topic that nobody can guess this person’s first contact. It is shown once, with its QR code.',
      answersSecret: true,
      body: z.strictObject({ server, token: z.string().min(1).max(200).optional(), label }),
      async run({ tx, who, params, body: { label, ...body } }) {
        const person = await mine(tx, who, params.person)
        const ntfy = channels.get('ntfy')
        const topic = `fireline-${randomBytes(16).toString('hex')}`
        const settings = checked(ntfy?.settings, { ...body, topic }, '') as {
          server: string
          topic: string
        }
        const contact = await putContactFirst(
          tx,
          person,
          { channel: 'ntfy', label, settings: { ...settings } },
          secrets,
          secretsOf,
        )
        const { app, web } = ntfyLinks(settings)
        return created({ contact, server: settings.server, topic, link: app, web, svg: qrSvg(app) })
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/people/:person/contacts/telegram',
      action: 'self',
      says: 'A link to this bot: who follows it within 15 minutes is this person, paged there first from then on.',
      answersSecret: true,
      body: z.strictObject({ botToken: z.string().max(200), server, label }),
      async run({ tx, desk, who, params, body }) {
        const person = await mine(tx, who, params.person)
        const bot = checked(
          channels.get('telegram')?.settings,
          { botToken: body.botToken, server: body.server, chatId: '0' },
          '',
        ) as unknown as Bot
        const { botToken, server } = bot
        const code = await addTelegramStart(tx, secrets, person, { botToken, server }, body.label, desk.clock.now())
        return { code, server, expiresAt: new Date(desk.clock.now().getTime() + telegramStartMs).toISOString() }
      },
      async afterwards({ body }, answer) {
        const { code, server, expiresAt } = answer as { code: string; server: string; expiresAt: string }
        const name = await nameOf(outside, { botToken: body.botToken, server })
        const link = `https://t.me/${name}?start=${code}`
        return { bot: name, link, expiresAt, svg: qrSvg(link) }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/people/:person/contacts/webhook',
      action: 'self',
      says: 'Makes this address this person’s first contact. The secret that signs what comes there is shown once.',
      answersSecret: true,
      body: z.strictObject({ url: z.string().max(2_000), label }),
      async run({ tx, who, params, body }) {
        const person = await mine(tx, who, params.person)
        const secret = `whsec_${randomBytes(32).toString('base64')}`
        const settings = checked(channels.get('webhook')?.settings, { url: body.url, secret }, '')
        const contact = await putContactFirst(
          tx,
          person,
          { channel: 'webhook', label: body.label, settings: { ...settings } },
          secrets,
          secretsOf,
        )
        return created({ contact, secret })
      },
    }),
  ]
}

/** Asked after the commit: whoever does not answer holds no transaction up. */
async function nameOf({ outbound }: Outside, bot: Bot): Promise<string> {
  const answer = await outbound.send(telegramWho(bot), AbortSignal.timeout(10_000)).catch((error: unknown) => {
    throw new ApiError(503, 'no-way-out', `Telegram could not be asked: ${reason(error)}. ${wayForward(reason(error))}`)
  })
  const name = answer.status === 200 ? readBotName(answer.body) : undefined
  if (!name) throw badField('botToken', `Telegram does not know this bot: it answered ${answer.status}.`)
  return name
}

async function mine(tx: Tx, who: Principal, id: string): Promise<string> {
  if (who.kind === 'nobody' || (who.id !== id && !may(who, 'people:write')))
    throw new ApiError(403, 'not-allowed', 'Only an admin does this for others.')
  const person = await personById(tx, id)
  if (person?.kind !== 'person') throw notFound('such person')
  return person.id
}
