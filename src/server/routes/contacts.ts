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
import {
  asBefore,
  contactSpec,
  eachAddressOnce,
  mostContacts,
  type NamedContact,
  namedContacts,
} from '../named-contacts.ts'
import { type Route, route } from '../route.ts'
import { checked } from '../serve-routes.ts'

/** How a person is reached, best contact first. Secrets go in and never come out. */
export function contactRoutes(outside: Outside): Route[] {
  const { channels, secrets, mail } = outside
  const secretsOf = (kind: string) => channels.get(kind)?.secrets ?? []
  const shown = (contacts: Contact[]) =>
    contacts.map(({ id, channel, label, settings, gone, confirmedAt }) => ({
      id,
      channel,
      ...(label && { label }),
      ...channelWakes[channel as ChannelKind],
      settings: Object.fromEntries(Object.entries(settings).filter(([field]) => !secretsOf(channel).includes(field))),
      secrets: Object.keys(settings).filter(field => secretsOf(channel).includes(field)),
      ...(confirmedAt && { confirmedAt }),
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
      says: 'How this person is paged: any channel of docs/channels.md, best first, one channel also several times. `id` names a contact that is there; without it, it is the next one of its channel.',
      body: z.strictObject({ contacts: z.array(contactSpec).max(mostContacts) }),
      async run({ tx, who, params, body }) {
        mine(who, params.person)
        const person = await personById(tx, params.person)
        if (person?.kind !== 'person') throw notFound('such person')
        const before = await readContacts(tx, person.id, secrets)
        const isOwn = who.kind !== 'nobody' && who.id === person.id
        const named = namedContacts(body.contacts, before, 'contacts.')
        const contacts = named.map((one, n) => read(one, `contacts.${n}`, channels, isOwn))
        const missing = await withoutAccount(tx, outside)
        for (const [n, { channel }] of contacts.entries())
          if (missing.includes(channel) && !before.some(one => one.channel === channel))
            throw badField(`contacts.${n}.channel`, say.noAccount(channel))
        eachAddressOnce(contacts, 'contacts.')
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
function read(one: NamedContact, path: string, channels: ReadonlyMap<string, Channel>, isOwn: boolean): Contact {
  const { id, channel, label, settings, was } = one
  const known = channels.get(channel)
  if (!known) throw badField(`${path}.channel`, `One of ${[...channels.keys()].join(', ')}.`)
  const kept = isOwn ? secretsIn(was?.settings, known.secrets) : keptSecrets(was?.settings, settings, known.secrets)
  const now = checked(known.settings, { ...kept, ...settings }, `${path}.settings`)
  return { id, channel, ...(label && { label }), settings: now, ...asBefore(one, now) }
}
