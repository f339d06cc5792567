import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import type { Outside } from '../../engine/outside.ts'
import type { Channel } from '../../steps/notify/channel.ts'
import { goneSays } from '../../steps/notify/gone.ts'
import { say } from '../../steps/notify/say.ts'
import { type ChannelKind, channelWakes, lastResort, reachOf } from '../../steps/notify/wakes.ts'
import { readChannelAccounts } from '../../store/channel-accounts.ts'
import { type Contact, channelsOf, readContacts, saveContacts } from '../../store/contacts.ts'
import type { Sql } from '../../store/db.ts'
import { personById } from '../../store/people.ts'
import { ApiError, badField, notFound } from '../answer.ts'
import { keptSecrets, secretsIn } from '../kept-secrets.ts'
import { type Route, route } from '../route.ts'
import { checked } from '../serve-routes.ts'

const contact = z.strictObject({
  channel: z.string().max(40),
  settings: z.record(z.string().max(100), z.unknown()).default({}),
})

/** How a person is reached, best channel first. Secrets go in and never come out. */
export function contactRoutes(outside: Outside): Route[] {
  const { channels, secrets, mail } = outside
  const secretsOf = (kind: string) => channels.get(kind)?.secrets ?? []
  const shown = (contacts: Contact[]) =>
    contacts.map(({ channel, settings, gone }) => ({
      channel,
      ...channelWakes[channel as ChannelKind],
      settings: Object.fromEntries(Object.entries(settings).filter(([field]) => !secretsOf(channel).includes(field))),
      secrets: Object.keys(settings).filter(field => secretsOf(channel).includes(field)),
      ...(gone && { gone: { ...gone, says: goneSays.there(gone) } }),
    }))
  /** Saved whatever it is, and told what a page at night may not do. */
  const reach = async (sql: Sql, person: string) => {
    const wakes = reachOf(await channelsOf(sql, person, mail !== undefined))
    const last = lastResort(wakes)
    return { ...wakes, ...(last && { lastResort: last }) }
  }
  return [
    route({
      method: 'PUT',
      path: '/api/v1/people/:person/contacts',
      action: 'self',
      says: 'How this person is paged: any channel of docs/channels.md, best first.',
      body: z.strictObject({ contacts: z.array(contact).max(10) }),
      async run({ tx, who, params, body }) {
        mine(who, params.person)
        const person = await personById(tx, params.person)
        if (person?.kind !== 'person') throw notFound('such person')
        const before = await readContacts(tx, person.id, secrets)
        const isOwn = who.kind !== 'nobody' && who.id === person.id
        const contacts = body.contacts.map((one, n) => read(one, `contacts.${n}`, channels, before, isOwn))
        const missing = await withoutAccount(tx, outside)
        for (const [n, { channel }] of contacts.entries())
          if (missing.includes(channel) && !before.some(one => one.channel === channel))
            throw badField(`contacts.${n}.channel`, say.noAccount(channel))
        for (const [n, { channel }] of contacts.entries())
          if (contacts.findIndex(one => one.channel === channel) !== n)
            throw badField(`contacts.${n}.channel`, 'Each channel once.')
        await saveContacts(tx, person.id, contacts, secrets, secretsOf)
        return { id: person.id, contacts: shown(contacts), wakes: await reach(tx, person.id) }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/people/:person/contacts',
      action: 'self',
      says: 'How this person is paged; secrets are named, never shown.',
      async run({ sql, who, params }) {
        mine(who, params.person)
        if (!(await personById(sql, params.person))) throw notFound('such person')
        return {
          id: params.person,
          contacts: shown(await readContacts(sql, params.person, secrets)),
          wakes: await reach(sql, params.person),
          needAccount: await withoutAccount(sql, outside),
        }
      },
    }),
  ]
}

/** Channels that nobody can be reached by before an admin has set what they go over. */
async function withoutAccount(sql: Sql, { channels, secrets }: Outside): Promise<string[]> {
  const set = (await readChannelAccounts(sql, secrets)).map(one => one.kind)
  return [...channels.values()].flatMap(({ kind, account }) => (account && !set.includes(account.kind) ? [kind] : []))
}

/** Who may see and change how somebody is reached: they, or an admin. */
export function mine(who: Principal, person: string): void {
  if (who.kind !== 'nobody' && who.id === person) return
  if (!may(who, 'people:write')) throw new ApiError(403, 'not-allowed', 'Only an admin does this for others.')
}

/** A secret that is left out stays as it was: it could not be read back to be sent again. Nobody else's is sent to another address. What is gone is so until it is set anew. */
function read(
  { channel, settings }: z.infer<typeof contact>,
  path: string,
  channels: ReadonlyMap<string, Channel>,
  before: Contact[],
  isOwn: boolean,
): Contact {
  const known = channels.get(channel)
  if (!known) throw badField(`${path}.channel`, `One of ${[...channels.keys()].join(', ')}.`)
  const was = before.find(one => one.channel === channel)
  const kept = isOwn ? secretsIn(was?.settings, known.secrets) : keptSecrets(was?.settings, settings, known.secrets)
  const now = checked(known.settings, { ...kept, ...settings }, `${path}.settings`)
  const isAsBefore = isDeepStrictEqual(now, was?.settings)
  return { channel, settings: now, ...(isAsBefore && was?.gone && { gone: was.gone }) }
}
