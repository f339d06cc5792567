import { useState } from 'react'
import { put, remove } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Copyable } from '../parts/copyable.tsx'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Slack {
  isSet: boolean
  workspace?: string
  server?: string
  opensFor?: string[]
  setAt?: string
  hears?: ('signed' | 'socket')[]
  trouble?: string
  manifest: object
  socketManifest: object
}

const path = '/api/v1/chats/slack'

/** A channel of Slack for each incident: how to make the app, and its keys. */
export function ChatPart({ me }: { me: Me }) {
  const slack = useRead<Slack>(path).data
  const maySet = me.role === 'admin'
  return (
    <>
      <p className="small soft">
        Each new incident gets a channel that says what is decided and done. Everything that matters stands in Fireline
        all the same: without a chat, nothing is missing.
      </p>
      {slack?.isSet && <Standing slack={slack} maySet={maySet} />}
      {slack && !slack.isSet && !maySet && <p className="empty">No chat is set up. An admin can do it here.</p>}
      {slack && maySet && !slack.isSet && <MakeTheApp slack={slack} />}
      {slack && maySet && <Keys slack={slack} />}
    </>
  )
}

function Standing({ slack, maySet }: { slack: Slack; maySet: boolean }) {
  const doing = useDoing()
  const now = useNow()
  const { workspace, opensFor = [], hears = [], trouble, setAt } = slack
  const how = hears.includes('socket') ? 'over a connection that Fireline opens' : 'by requests that Slack signs'
  return (
    <section className={`pane ${css.section}`} aria-label="Slack">
      <b>Slack: {workspace}</b>
      {trouble ? (
        <p className="need small">Slack says no: {trouble}</p>
      ) : (
        <p className="small">
          A channel for {opensFor.join(', ')}. It is heard {how}.
        </p>
      )}
      <p className="note">Since {dayAndTime(setAt ?? '', now)}. Who you are there you say under Me, with a code.</p>
      {maySet && (
        <button
          type="button"
          className="btn quiet"
          disabled={doing.busy}
          onClick={() => void doing.run(() => remove(path), path)}
        >
          Disconnect
        </button>
      )}
      <Wrong error={doing.error} />
    </section>
  )
}

/** The app is made from a manifest: nothing has to be clicked together. */
function MakeTheApp({ slack: { manifest, socketManifest } }: { slack: Slack }) {
  const [isReached, setReached] = useState(false)
  return (
    <section className={`pane stack ${css.section}`} aria-labelledby="h-app">
      <h2 id="h-app">1. Make the app</h2>
      <label className="field">
        <span>Can Slack reach this Fireline from the internet?</span>
        <select value={isReached ? 'yes' : 'no'} onChange={event => setReached(event.currentTarget.value === 'yes')}>
          <option value="no">No: Fireline opens the connection (Socket Mode)</option>
          <option value="yes">Yes: Slack sends signed requests here</option>
        </select>
      </label>
      <a className="btn" href="https://api.slack.com/apps?new_app=1" target="_blank" rel="noreferrer">
        Open Slack’s page for apps
      </a>
      <p className="small">There choose “From a manifest”, and paste this:</p>
      <div className={css.tall}>
        <Copyable text={JSON.stringify(isReached ? manifest : socketManifest, null, 2)} says="Copy the manifest" />
      </div>
      <p className="small">
        Install it in your workspace.{' '}
        {!isReached && 'Then, in Basic Information, make an app-level token with connections:write.'}
      </p>
    </section>
  )
}

function Keys({ slack }: { slack: Slack }) {
  const forms = useForms()
  const doing = useDoing()
  if (!forms) return null
  const { isSet, server, opensFor, hears = [] } = slack
  const kept = [
    'botToken',
    ...(hears.includes('signed') ? ['signingSecret'] : []),
    ...(hears.includes('socket') ? ['appToken'] : []),
  ]
  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-keys-of-chat">
      <h2 id="h-keys-of-chat">{isSet ? 'Change it' : '2. Its keys'}</h2>
      <SchemaForm
        form={isSet ? forms.slack : withToken(forms.slack)}
        verb={isSet ? 'Keep it' : 'Connect'}
        settings={isSet ? { server, opensFor } : {}}
        kept={isSet ? kept : []}
        onSave={async body => {
          await put(path, body)
          await doing.run(async () => {}, path)
        }}
      />
    </section>
  )
}

/** Later the one that is kept will do. */
const withToken = ({ schema, ...form }: Form): Form => ({
  ...form,
  schema: { ...schema, required: [...(schema.required ?? []), 'botToken'] },
})
