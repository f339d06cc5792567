import { type FormEvent, useState } from 'react'
import { remove, write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { Copyable } from '../parts/copyable.tsx'
import { given } from '../parts/given.ts'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Token {
  id: string
  name: string
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
}

/** The API tokens of a person. A new one is shown once. */
export function Tokens({ person }: { person: string }) {
  const path = `/api/v1/people/${person}/tokens`
  const { data } = useRead<{ tokens: Token[] }>(path)
  const now = useNow()
  const doing = useDoing()
  const [made, setMade] = useState<string>()

  function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const name = given(form)('name').trim()
    void doing.run(async () => {
      setMade((await write<{ token: string }>(path, { name })).token)
      form.reset()
    }, path)
  }

  const used = ({ lastUsedAt }: Token) => (lastUsedAt ? `used ${dayAndTime(lastUsedAt, now)}` : 'never used')
  return (
    <section className={css.section} aria-labelledby="h-tokens">
      <h2 id="h-tokens">My tokens</h2>
      <p className="small soft">For scripts and terminals; each acts as you. End the ones that you do not know.</p>
      {data && data.tokens.length > 0 && (
        <ul className={css.rows}>
          {data.tokens.map(token => (
            <li key={token.id}>
              <div className={css.what}>
                <b>{token.name}</b>
                <span className="note">
                  made {dayAndTime(token.createdAt, now)}, {used(token)}
                  {token.expiresAt && `, ends ${dayAndTime(token.expiresAt, now)}`}
                </span>
              </div>
              <button
                type="button"
                className="btn quiet"
                onClick={() => void doing.run(() => remove(`${path}/${token.id}`), path)}
              >
                End it<span className="visually-hidden">: {token.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {made && (
        <div role="status">
          <p className="small">Copy it now: it is shown this once.</p>
          <Copyable text={made} says="Copy token" />
        </div>
      )}
      <form className={css.line} onSubmit={make}>
        <label className="field">
          <span>What the new token is for</span>
          <input name="name" required maxLength={120} autoComplete="off" />
        </label>
        <button className="btn big" disabled={doing.busy}>
          Make a token
        </button>
      </form>
      <Wrong error={doing.error} />
    </section>
  )
}
