import { z } from 'zod'
import { newId } from '../../engine/id.ts'
import { deleteMailbox, listMailboxes, type MailboxState, mailboxNamed, putMailbox } from '../../store/mailboxes.ts'
import type { Secrets } from '../../store/secrets.ts'
import { badField, notFound } from '../answer.ts'
import { needService, needSlug, oneLine } from '../fields.ts'
import { type Route, route } from '../route.ts'

export const mailboxBody = z
  .strictObject({
    service: z.string().min(1).max(100).meta({ title: 'Service', description: 'What people write about.' }),
    host: oneLine(253)
      .regex(/^[A-Za-z0-9._:-]+$/, 'A name or an address.')
      .meta({ title: 'IMAP server', examples: ['imap.example.org'] }),
    port: z.int().min(1).max(65_535).default(993).meta({ title: 'Port' }),
    security: z
      .enum(['tls', 'starttls'])
      .default('tls')
      .meta({ title: 'TLS', description: 'From the first byte, or by STARTTLS. Never without.' }),
    user: oneLine(254).meta({ title: 'User', examples: ['support@example.org'] }),
    password: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .meta({ title: 'Password', description: 'Kept as it is when left empty.', writeOnly: true }),
    folder: oneLine(200).default('INBOX').meta({ title: 'Folder' }),
    moveTo: oneLine(200)
      .optional()
      .meta({ title: 'Move what was read to', description: 'Left empty: it stays, marked as read.' }),
    opensAfter: z.int().min(1).max(1_000).default(1).meta({ title: 'Opens an incident after so many mails' }),
    everyMs: z
      .int()
      .min(5_000)
      .max(24 * 3_600_000)
      .default(60_000)
      .meta({ title: 'Looks every', format: 'milliseconds' }),
    ca: z
      .string()
      .max(20_000)
      .regex(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/, 'A certificate as PEM.')
      .optional()
      .meta({ title: 'Own authority', description: 'Its certificate as PEM, where yours is not a public one.' }),
  })
  .meta({
    title: 'Support mailbox',
    description: 'Each new mail is a report of somebody outside. What machines answer is left out.',
  })

/** Where people outside write to. How to reach a mailbox goes in; its password never comes out. */
export function mailboxRoutes(secrets: Secrets): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/mailboxes',
      action: 'settings:read',
      says: 'The mailboxes that are read, how it went last, and what is wrong with one that cannot be read.',
      run: async ({ sql }) => ({ mailboxes: (await listMailboxes(sql, secrets)).map(shown) }),
    }),
    route({
      method: 'GET',
      path: '/api/v1/mailboxes/:slug',
      action: 'settings:read',
      says: 'One mailbox.',
      async run({ sql, params }) {
        const found = await mailboxNamed(sql, secrets, params.slug)
        if (!found) throw notFound(`mailbox ${params.slug}`)
        return shown(found)
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/mailboxes/:slug',
      action: 'settings:write',
      says: 'Has a mailbox read, or changes how. It is read at once.',
      body: mailboxBody,
      async run({ desk, tx, params, body }) {
        needSlug(params.slug)
        await needService(tx, body.service)
        const before = await mailboxNamed(tx, secrets, params.slug)
        const { service, everyMs, opensAfter, ...reach } = body
        const password = reach.password ?? keptPassword(before, reach.host)
        if (password === undefined) throw badField('password', 'A new mailbox, or a new server, needs its password.')
        const box = { slug: params.slug, service, everyMs, opensAfter, settings: { ...reach, password } }
        await putMailbox(tx, secrets, newId(desk.clock.now()), box, desk.clock.now())
        return shown((await mailboxNamed(tx, secrets, params.slug)) as MailboxState)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/mailboxes/:slug',
      action: 'settings:write',
      says: 'Reads this mailbox no more, and forgets how to reach it.',
      async run({ desk, tx, params }) {
        if (!(await deleteMailbox(tx, params.slug, desk.clock.now()))) throw notFound(`mailbox ${params.slug}`)
        return {}
      },
    }),
  ]
}

/** A password that was given for one server is never sent to another. */
const keptPassword = (before: MailboxState | undefined, host: string): string | undefined =>
  before?.settings.host === host ? before.settings.password : undefined

function shown({ id, slug: name, service, everyMs, opensAfter, settings, ...went }: MailboxState) {
  const { host, port, security, user, folder, moveTo, ca } = settings
  const { checkedAt, readCount, failures, trouble } = went
  const state = trouble !== undefined ? 'failing' : checkedAt === undefined ? 'waiting' : 'read'
  const reach = { host, port, security, user, folder, moveTo, ca }
  return { id, slug: name, service, everyMs, opensAfter, ...reach, state, checkedAt, readCount, failures, trouble }
}
