import { type FormEvent, useState } from 'react'
import type { Person } from '../../roster/person.ts'
import { put } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'
import { given } from '../parts/given.ts'
import own from './access.module.css'
import { CallLinks } from './call-links.tsx'
import { NamedRows } from './named-rows.tsx'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface AccessList {
  name: string
  people: string[]
}

const path = '/api/v1/access'

/** Who may do something on a host or in a database, so that whoever may not knows whom to ask; and where calls are held. */
export function AccessPart({ me }: { me: Me }) {
  const { data } = useRead<{ access: AccessList[] }>(path)
  const { data: known } = useRead<{ people: Person[] }>('/api/v1/people')
  const [open, setOpen] = useState<Partial<AccessList>>()
  const maySet = me.role === 'admin'
  const people = (known?.people ?? []).filter(one => one.kind === 'person')
  const nameOf = (id: string) => people.find(one => one.id === id)?.name ?? 'somebody who is gone'
  return (
    <>
      <section className={own.part}>
        <h2>Who has access</h2>
        <p className="small soft">
          Where a command is denied, the room names who has access and who is on call, to page with one press. A list
          opens nothing: access is given on the host itself.
        </p>
        <NamedRows
          label="Who has access"
          path={path}
          none="Nothing is written down yet: the room then names who is on call."
          maySet={maySet}
          rows={data?.access.map(list => ({
            slug: list.name,
            title: list.name,
            says: list.people.map(nameOf).join(', '),
            note: '',
            onChange: () => setOpen(list),
          }))}
        />
        {maySet && (
          <div className="row wrap">
            <button type="button" className="btn" onClick={() => setOpen({})}>
              Write down who has access…
            </button>
          </div>
        )}
        {open && <AccessForm key={open.name} list={open} people={people} onClose={() => setOpen(undefined)} />}
      </section>
      <CallLinks maySet={maySet} />
    </>
  )
}

interface FormProps {
  list: Partial<AccessList>
  people: readonly Person[]
  onClose(): void
}

function AccessForm({ list, people, onClose }: FormProps) {
  const doing = useDoing()
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const chosen = new FormData(form).getAll('person').map(String)
    const name = list.name ?? given(form)('name').trim()
    if (await doing.run(() => put(`${path}/${encodeURIComponent(name)}`, { people: chosen }), path)) onClose()
  }
  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-access">
      <h2 id="h-access">{list.name ? `Access to ${list.name}` : 'Who has access'}</h2>
      <form className="stack" onSubmit={event => void save(event)}>
        {!list.name && (
          <label className="field">
            <span>Host or database</span>
            <input name="name" required autoComplete="off" maxLength={200} />
            <small>db-1, or db-* for all that begin so, or pg: and the name of a database</small>
          </label>
        )}
        <fieldset className="field">
          <legend>These people may</legend>
          {people.map(one => (
            <label key={one.id} className="row">
              <input type="checkbox" name="person" value={one.id} defaultChecked={list.people?.includes(one.id)} />
              {one.name}
            </label>
          ))}
        </fieldset>
        <Wrong error={doing.error} />
        <div className="row">
          <button className="btn primary" disabled={doing.busy}>
            Keep it
          </button>
          <button type="button" className="btn quiet" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </section>
  )
}
