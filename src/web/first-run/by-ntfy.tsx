import { write } from '../desk/client.ts'
import { Copyable } from '../parts/copyable.tsx'
import { given } from '../parts/given.ts'
import { Begun } from './begun.tsx'
import css from './first-run.module.css'
import { OneMore } from './one-more.tsx'
import { Qr } from './qr.tsx'
import { TestCall } from './test-call.tsx'
import { Trouble } from './trouble.tsx'
import { useWish } from './use-wish.ts'

interface Made {
  contact: string
  server: string
  topic: string
  link: string
  svg: string
}

/** A topic of our own making, taken over by a phone with one scan. Both sides dial out, so it works from behind any router. */
export function ByNtfy({ person }: { person: string }) {
  const { answer, error, busy, ask } = useWish(body => write<Made>(`/api/v1/people/${person}/contacts/ntfy`, body))
  if (answer) return <Subscribe made={answer} person={person} />
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        const value = given(event.currentTarget)
        void ask({ server: value('server'), label: value('label') })
      }}
    >
      <label className="field">
        <span>
          ntfy server <small>or one of your own</small>
        </span>
        <input name="server" type="url" defaultValue="https://ntfy.sh" required autoComplete="off" />
      </label>
      <OneMore channel="ntfy" />
      <Trouble error={error} />
      <button className="btn primary big" disabled={busy}>
        Show the code for my phone
      </button>
    </form>
  )
}

function Subscribe({ made, person }: { made: Made; person: string }) {
  return (
    <Begun>
      <div className={css.scan}>
        <Qr svg={made.svg} says="subscribes the ntfy app to your pages" />
        <ol className={css.how}>
          <li>Install the ntfy app, from the store of your phone or from F-Droid.</li>
          <li>Android: scan this. It opens the app, subscribed.</li>
          <li>
            iPhone: in the app press +, then type the topic
            {made.server === 'https://ntfy.sh' ? '' : ` and the server ${made.server}`}.
          </li>
        </ol>
      </div>
      <Copyable text={made.topic} says="Copy topic" />
      <a className="btn" href={made.link}>
        This is the phone: open the ntfy app
      </a>
      <TestCall person={person} channels={[made.contact]} />
    </Begun>
  )
}
