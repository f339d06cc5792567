import { z } from 'zod'
import { keptSecret, newSecret } from '../../api/config.ts'
import { type Contact, readContacts, saveContacts } from '../../store/contacts.ts'
import { badField } from '../answer.ts'
import { keptSecrets } from '../kept-secrets.ts'
import {
  asBefore,
  contactSpec,
  eachAddressOnce,
  mostContacts,
  type NamedContact,
  namedContacts,
} from '../named-contacts.ts'
import { checked } from '../serve-routes.ts'
import { plainly, type Section, type Settling, under } from './section.ts'

const contacts = z.array(contactSpec).max(mostContacts)

/** How people are reached, best contact first; `id` stands where the channel alone does not name it. A secret is written as `(kept)`, and `(kept)` leaves it as it is. */
export const channels: Section = {
  name: 'channels',
  async now({ tx, people, outside }) {
    const found: [string, Contact[]][] = []
    for (const id of people.ids) found.push([people.nameOf(id), await readContacts(tx, id, outside.secrets)])
    const some = found.filter(([, list]) => list.length > 0)
    return Object.fromEntries(some.map(([name, list]) => [name, written(list, list, outside)]))
  },
  async read(name, given, _, { tx, people, outside }) {
    const id = people.idOf(name, '')
    const before = await readContacts(tx, id, outside.secrets)
    const wanted: Contact[] = []
    for (const [n, one] of namedContacts(checked(contacts, given, ''), before, '').entries())
      wanted.push(await under(String(n), () => readContact(one, outside)))
    eachAddressOnce(wanted, '')
    const secretsOf = (kind: string) => outside.channels.get(kind)?.secrets ?? []
    return {
      normal: written(wanted, before, outside),
      save: () => saveContacts(tx, id, wanted, outside.secrets, secretsOf),
    }
  },
}

function readContact(one: NamedContact, outside: Settling['outside']): Contact {
  const { id, channel, label, settings, was } = one
  const known = outside.channels.get(channel)
  if (!known) throw badField('channel', `One of ${[...outside.channels.keys()].join(', ')}.`)
  const kept = keptSecrets(was?.settings, asNamed(settings), known.secrets)
  const whole = Object.entries(settings).map(([field, value]): [string, unknown] => {
    if (value !== keptSecret || !known.secrets.includes(field)) return [field, value]
    if (Object.hasOwn(kept, field)) return [field, kept[field]]
    throw badField(
      `settings.${field}`,
      `There is no ${field} to keep here: it is not set yet, or the address changes that it goes to. Write it in once, or set the phone up in Settings.`,
    )
  })
  const now = checked(known.settings, Object.fromEntries(whole), 'settings')
  return { id, channel, ...(label && { label }), settings: now, ...asBefore(one, now) }
}

/** An address that is a secret itself and stays does not change. */
const asNamed = (settings: Contact['settings']): Contact['settings'] =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== keptSecret))

/** A secret that stands already is `(kept)`, whatever it is; another one is only said to be new. */
function written(list: Contact[], before: Contact[], outside: Settling['outside']) {
  return plainly(
    list.map(({ id, channel, label, settings }) => {
      const secrets = outside.channels.get(channel)?.secrets ?? Object.keys(settings)
      const was = before.find(one => one.id === id)?.settings ?? {}
      const shown = Object.entries(settings).map(([field, value]) =>
        secrets.includes(field) && value !== undefined
          ? [field, JSON.stringify(was[field]) === JSON.stringify(value) ? keptSecret : newSecret]
          : [field, value],
      )
      const named = { ...(id !== channel && { id }), channel, ...(label && { label }) }
      return { ...named, settings: Object.fromEntries(shown) as Record<string, unknown> }
    }),
  )
}
