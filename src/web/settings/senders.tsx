import { useState } from 'react'
import { remove, write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SchemaForm } from './schema-form.tsx'
import { SenderMode } from './sender-mode.tsx'
import { SenderSettings } from './sender-settings.tsx'
import { SenderSteps } from './sender-steps.tsx'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { withoutKind, withServices } from './with-services.ts'
import { Wrong } from './wrong.tsx'

interface Sender {
  id: string
  name: string
  kind: string
  service: string
  createdAt: string
  mode: 'live' | 'shadow'
  settings: Record<string, unknown>
  secrets: string[]
}

const path = '/api/v1/integrations'

/** What may send alerts: each has a key of its own, shown once. */
export function SendersPart({ me }: { me: Me }) {
  const { data } = useRead<{ integrations: Sender[] }>(path)
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services
  const forms = useForms()
  const now = useNow()
  const doing = useDoing()
  const [made, setMade] = useState<{ name: string; kind: string; url: string }>()
  const [ending, setEnding] = useState<Sender>()
  const [setting, setSetting] = useState<Sender>()
  const formOf = (sender: Sender) => forms?.senders.find(one => one.kind === sender.kind)
  const settingForm = setting && formOf(setting)
  const maySet = me.role === 'admin'
  const senders = data?.integrations.filter(one => one.kind !== 'report')
  return (
    <>
      <ul className={css.rows} aria-label="Senders">
        {senders?.map(sender => (
          <li key={sender.id}>
            <div className={css.what}>
              <b>{sender.name}</b>
              <span className="note">
                {sender.kind}, about {sender.service}, since {dayAndTime(sender.createdAt, now)}
              </span>
            </div>
            <SenderMode sender={sender} maySet={maySet} />
            {maySet && formOf(sender) && (
              <button type="button" className="btn quiet" onClick={() => setSetting(sender)}>
                {sender.kind === 'generic' ? 'Mapping…' : 'Settings…'}
                <span className="visually-hidden"> {sender.name}</span>
              </button>
            )}
            {maySet && (
              <button type="button" className="btn quiet" onClick={() => setEnding(sender)}>
                End its key…<span className="visually-hidden"> {sender.name}</span>
              </button>
            )}
          </li>
        ))}
        {senders?.length === 0 && <li>Nothing sends alerts yet.</li>}
      </ul>
      {made && (
        <div role="status">
          <p className="small">The address of {made.name}. Copy it now: it is shown this once.</p>
          <Copyable text={made.url} says="Copy address" />
          <SenderSteps kind={made.kind} url={made.url} />
        </div>
      )}
      {maySet && forms && services && (
        <section className={`pane ${css.section}`} aria-labelledby="h-sender">
          <h2 id="h-sender">Connect a sender</h2>
          <SchemaForm
            form={withoutKind(withServices(forms.sender, services), 'report')}
            verb="Make its key"
            settings={{ service: 'default' }}
            onSave={async (body, value) => {
              const { url } = await write<{ url: string }>(path, body)
              setMade({ name: value('name'), kind: value('kind'), url })
              await doing.run(async () => {}, path)
            }}
          />
        </section>
      )}
      {setting && settingForm && (
        <SenderSettings
          sender={setting}
          form={settingForm}
          path={`${path}/${setting.id}`}
          onSaved={() => doing.run(async () => {}, path)}
          onClose={() => setSetting(undefined)}
        />
      )}
      {ending && (
        <Dialog title={`End the key of ${ending.name}`} onClose={() => setEnding(undefined)}>
          <p>What it sends from now on is turned away. What came with it stays.</p>
          <Wrong error={doing.error} />
          <div className="row">
            <button
              type="button"
              className="btn primary big"
              onClick={() =>
                void doing.run(() => remove(`${path}/${ending.id}`), path).then(done => done && setEnding(undefined))
              }
            >
              End its key
            </button>
            <button type="button" className="btn quiet big" onClick={() => setEnding(undefined)}>
              Back
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
