import { put } from '../desk/client.ts'
import { useRead } from './use-forms.ts'

/** One way to reach somebody, as the API says it. */
export interface Contact {
  id: string
  channel: string
  label?: string
  settings: Record<string, unknown>
  /** The fields that are kept and not shown. */
  secrets: string[]
  /** Whether a page over it wakes a sleeper, where the server says so; then it can be tried, too. */
  wakes?: string
  /** When a test page over it was last tapped. */
  confirmedAt?: string
  /** Said when its receiver knows it no more. */
  gone?: { says: string }
}

export type Sent = Pick<Contact, 'channel' | 'settings' | 'label'> & { id?: string }

export const asSent = ({ id, channel, label, settings }: Contact): Sent => ({
  id,
  channel,
  settings,
  ...(label && { label }),
})

interface Reached {
  contacts: Contact[]
  wakes?: { trouble?: string; channels: string[] }
  needAccount?: string[]
}

export const contactsPath = (person: string): string => `/api/v1/people/${person}/contacts`

/** Somebody's contacts, best first, and how all of them are saved. */
export function useContacts(person: string) {
  const path = contactsPath(person)
  const { data, error } = useRead<Reached>(path)
  const save = (contacts: Sent[]) => put<Reached>(path, { contacts })
  return { path, data, error, contacts: data?.contacts ?? [], save }
}

/** A browser that subscribes again takes its own place; so do settings that are changed. What is new comes last, or first. */
export function withOne(contacts: readonly Contact[], one: Sent, isFirst = false): Sent[] {
  const was = contacts.find(other => other.id === one.id) ?? sameBrowser(contacts, one)
  const others = contacts.map(asSent)
  if (was) return others.map(other => (other.id === was.id ? { ...one, id: was.id } : other))
  return isFirst ? [one, ...others] : [...others, one]
}

const sameBrowser = (contacts: readonly Contact[], { channel, settings }: Sent): Contact | undefined =>
  channel === 'web-push'
    ? contacts.find(one => one.channel === channel && one.settings['name'] === settings['name'])
    : undefined
