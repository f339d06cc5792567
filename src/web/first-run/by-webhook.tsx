import { write } from '../desk/client.ts'
import { Copyable } from '../parts/copyable.tsx'
import { given } from '../parts/given.ts'
import { Begun } from './begun.tsx'
import { OneMore } from './one-more.tsx'
import { TestCall } from './test-call.tsx'
import { Trouble } from './trouble.tsx'
import { useWish } from './use-wish.ts'

/** A signed request to a program of one's own. */
export function ByWebhook({ person }: { person: string }) {
  const { answer, error, busy, ask } = useWish(body =>
    write<{ contact: string; secret: string }>(`/api/v1/people/${person}/contacts/webhook`, body),
  )
  if (answer)
    return (
      <Begun>
        <p className="small">It is signed as Standard Webhooks 1.0 say, with this secret. It is shown once.</p>
        <Copyable text={answer.secret} says="Copy secret" />
        <TestCall person={person} channels={[answer.contact]} />
      </Begun>
    )
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        const value = given(event.currentTarget)
        void ask({ url: value('url'), label: value('label') })
      }}
    >
      <label className="field">
        <span>Address</span>
        <input name="url" type="url" required autoComplete="off" placeholder="https://" />
      </label>
      <OneMore channel="webhook" />
      <Trouble error={error} />
      <button className="btn primary big" disabled={busy}>
        Send my pages there
      </button>
    </form>
  )
}
