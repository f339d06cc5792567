import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import type { Account, Channel } from '../../steps/notify/channel.ts'
import { senders } from '../dialects.ts'
import { type Route, route } from '../route.ts'
import { slackBody } from './chat.ts'
import { heartbeatBody } from './heartbeats.ts'
import { integrationBody, reportFormBody } from './integrations.ts'
import { mailboxBody } from './mailboxes.ts'
import { inviteBody, personBody } from './people.ts'
import { probeKinds } from './probes.ts'
import { resourceKinds } from './resources.ts'
import { standByForms } from './stand-by-kinds.ts'

/** What a person fills in for one kind of thing: its JSON Schema, the very one that checks it. Secrets are `writeOnly`. */
export interface Form {
  kind: string
  title: string
  schema: Record<string, unknown>
}

/** Every form there is, made from the schemas: a new channel brings its own, and nothing else needs to know. */
export function formRoutes({ channels }: Pick<Outside, 'channels'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/forms',
      action: 'self',
      says: 'What each kind of setting takes, as JSON Schema: titles, help, examples, and which fields are secret.',
      run: async () => ({
        channels: [...channels.values()].map(({ kind, settings, secrets }) => formOf(kind, settings, secrets)),
        accounts: [...accountsOf(channels.values())].map(({ kind, settings, secrets }) =>
          formOf(kind, settings, secrets),
        ),
        resources: resourceKinds.map(kind => formOf(kind.shape.kind.value, kind)),
        standBys: standByForms.map(form => formOf(form.shape.driver.value, form)),
        sender: formOf('sender', integrationBody),
        senders: senders.flatMap(({ kind, settings, secrets }) => (settings ? [formOf(kind, settings, secrets)] : [])),
        report: formOf('report', reportFormBody),
        mailbox: formOf('mailbox', mailboxBody),
        slack: formOf('slack', slackBody, ['botToken', 'signingSecret', 'appToken']),
        heartbeat: formOf('heartbeat', heartbeatBody),
        probes: probeKinds.map(kind => formOf(kind.shape.kind.value, kind)),
        person: formOf('person', personBody),
        invite: formOf('invite', inviteBody),
      }),
    }),
  ]
}

/** Each once, however many channels go over it. */
const accountsOf = (channels: Iterable<Channel>): Iterable<Account> =>
  new Map([...channels].flatMap(({ account }) => (account ? [[account.kind, account] as const] : []))).values()

function formOf(kind: string, settings: z.ZodType, secrets: readonly string[] = []): Form {
  const schema = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, object>).map(([name, of]) => [
    name,
    secrets.includes(name) ? { ...of, writeOnly: true } : of,
  ])
  const title = typeof schema['title'] === 'string' ? schema['title'] : kind
  return { kind, title, schema: { ...schema, properties: Object.fromEntries(properties) as object } }
}
