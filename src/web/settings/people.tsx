import { useState } from 'react'
import { put, remove, write } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Who } from '../parts/who.tsx'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { type Doing, useDoing, useForms, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Person {
  id: string
  kind: 'person' | 'service'
  name: string
  email?: string
  role: Me['role']
}

const path = '/api/v1/people'
const roles: readonly Me['role'][] = ['viewer', 'responder', 'admin']

/** Who comes in, what they may, and how somebody new does. */
export function PeoplePart({ me }: { me: Me }) {
  const { data } = useRead<{ people: Person[] }>(path)
  const forms = useForms()
  const doing = useDoing()
  const [ending, setEnding] = useState<Person>()
  const [invite, setInvite] = useState<string>()
  return (
    <>
      <ul className={css.rows} aria-label="People">
        {data?.people.map(person => (
          <li key={person.id}>
            <Who name={person.name} />
            <div className={css.what}>
              <b>{person.name}</b>
              <span className="note">
                {person.kind === 'service' ? 'a service' : (person.email ?? 'no mail address')}
              </span>
            </div>
            <Role person={person} doing={doing} />
            {person.id !== me.id && (
              <button type="button" className="btn quiet" onClick={() => setEnding(person)}>
                Leaves…<span className="visually-hidden"> {person.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Wrong error={doing.error} />
      {forms && (
        <section className={`pane ${css.section}`} aria-labelledby="h-invite">
          <h2 id="h-invite">Invite somebody</h2>
          <p className="small soft">A link to hand over yourself: it works once, for 7 days, and needs no mail.</p>
          <SchemaForm
            form={forms.invite}
            verb="Make the link"
            onSave={async body => setInvite((await write<{ url: string }>('/api/v1/invites', body)).url)}
          />
          {invite && (
            <div className={css.section} role="status">
              <p className="small">Copy it now: it is shown this once.</p>
              <Copyable text={invite} says="Copy link" />
            </div>
          )}
        </section>
      )}
      {forms && (
        <section className={`pane ${css.section}`} aria-labelledby="h-add">
          <h2 id="h-add">Add a person or a service</h2>
          <SchemaForm
            key={data?.people.length}
            form={forms.person}
            verb="Add them"
            onSave={async body => {
              await write(path, body)
              await doing.run(async () => {}, path)
            }}
          />
        </section>
      )}
      {ending && <Leaving person={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function Role({ person, doing }: { person: Person; doing: Doing }) {
  return (
    <select
      aria-label={`Role of ${person.name}`}
      value={person.role}
      disabled={doing.busy}
      onChange={event => void doing.run(() => put(`${path}/${person.id}/role`, { role: event.target.value }), path)}
    >
      {roles.map(role => (
        <option key={role}>{role}</option>
      ))}
    </select>
  )
}

function Leaving({ person, onClose }: { person: Person; onClose(): void }) {
  const doing = useDoing()
  const leave = async () => {
    if (await doing.run(() => remove(`${path}/${person.id}`), path)) onClose()
  }
  return (
    <Dialog title={`${person.name} leaves`} onClose={onClose}>
      <div className="stack">
        <p>Their tokens, sessions and contacts end now. What they did stays on every timeline, with their name.</p>
        <Wrong error={doing.error} />
        <div className="row">
          <button type="button" className="btn primary big" disabled={doing.busy} onClick={() => void leave()}>
            End their way in
          </button>
          <button type="button" className="btn quiet big" onClick={onClose}>
            Back
          </button>
        </div>
      </div>
    </Dialog>
  )
}
