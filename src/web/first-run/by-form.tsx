import { useState } from 'react'
import { SchemaForm } from '../settings/schema-form.tsx'
import { type Sent, useContacts, withOne } from '../settings/use-contacts.ts'
import { useForms } from '../settings/use-forms.ts'
import { Begun } from './begun.tsx'
import { OneMore } from './one-more.tsx'
import { TestCall } from './test-call.tsx'

/** A number, over what an admin set up for everybody. */
export function ByForm({ person, channel }: { person: string; channel: string }) {
  const form = useForms()?.channels.find(one => one.kind === channel)
  const { contacts, data, save } = useContacts(person)
  const [made, setMade] = useState<string>()
  if (made)
    return (
      <Begun>
        <TestCall person={person} channels={[made]} />
      </Begun>
    )
  async function add(settings: object, given: (name: string) => string) {
    const label = given('label').trim()
    const was = label ? undefined : contacts.find(one => one.channel === channel)
    const one = { channel, settings: settings as Sent['settings'], ...(was && { id: was.id }), ...(label && { label }) }
    const saved = await save(withOne(contacts, one, true))
    const before = contacts.map(other => other.id)
    setMade(was?.id ?? saved.contacts.find(other => !before.includes(other.id))?.id)
  }
  if (!form || !data) return null
  return (
    <SchemaForm form={form} verb="Reach me there" onSave={add}>
      <OneMore channel={channel} />
    </SchemaForm>
  )
}
