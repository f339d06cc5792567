import { useState } from 'react'
import { PushCard } from '../push/push-card.tsx'
import type { Subscribed } from '../push/subscribe.ts'
import { useContacts, withOne } from '../settings/use-contacts.ts'
import { Begun } from './begun.tsx'
import { TestCall } from './test-call.tsx'

/** This very browser, by one press. */
export function ByWebPush({ person }: { person: string }) {
  const { contacts, data, save } = useContacts(person)
  const [made, setMade] = useState<string>()
  async function add(settings: Subscribed) {
    const hasOther = contacts.some(one => one.channel === 'web-push')
    const one = { channel: 'web-push', settings: { ...settings }, ...(hasOther && { label: settings.name }) }
    const saved = await save(withOne(contacts, one, true))
    setMade(saved.contacts.find(one => one.settings['name'] === settings.name)?.id)
  }
  if (made)
    return (
      <Begun>
        <TestCall person={person} channels={[made]} />
      </Begun>
    )
  return data ? <PushCard save={add} /> : null
}
