import { useState } from 'react'
import { remove, write } from '../desk/client.ts'
import { clockTime, dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { Copyable } from '../parts/copyable.tsx'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Link {
  kind: string
  user: string
  linkedAt: string
}

interface Code {
  type: string
  expiresAt: string
}

/** Who I am in the chat: I say it there, with a code from here. */
export function MyChats({ person }: { person: string }) {
  const path = `/api/v1/people/${person}/chats`
  const mine = useRead<{ chats: Link[]; isSet: boolean }>(path).data
  const doing = useDoing()
  const now = useNow()
  const [code, setCode] = useState<Code>()
  if (!mine?.isSet) return null
  return (
    <section className={css.section} aria-labelledby="h-chats">
      <h2 id="h-chats">Who I am in Slack</h2>
      <p className="small soft">Buttons and /fl in Slack then act as you, with your rights here.</p>
      {mine.chats.map(({ kind, user, linkedAt }) => (
        <div key={`${kind} ${user}`} className="row wrap">
          <span>
            {user} <span className="note">since {dayAndTime(linkedAt, now)}</span>
          </span>
          <button
            type="button"
            className="btn quiet push"
            disabled={doing.busy}
            onClick={() => void doing.run(() => remove(`${path}/${kind}`), path)}
          >
            That is not me any more
          </button>
        </div>
      ))}
      {code ? (
        <>
          <p className="small">Type this in Slack before {clockTime(code.expiresAt)}:</p>
          <Copyable text={code.type} says="Copy it" />
        </>
      ) : (
        <button
          type="button"
          className="btn"
          disabled={doing.busy}
          onClick={() => void doing.run(async () => setCode(await write<Code>(`${path}/code`, {})))}
        >
          Make a code
        </button>
      )}
      <Wrong error={doing.error} />
    </section>
  )
}
