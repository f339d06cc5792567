import { write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { given } from '../parts/given.ts'
import { Begun } from './begun.tsx'
import css from './first-run.module.css'
import { Qr } from './qr.tsx'
import { TestCall } from './test-call.tsx'
import { Trouble } from './trouble.tsx'
import { useMyReach } from './use-first-hour.ts'
import { useWish } from './use-wish.ts'

interface Started {
  bot: string
  link: string
  svg: string
  expiresAt: string
}

/** A bot's token, then a link to that bot: whoever follows it is this person. */
export function ByTelegram({ person }: { person: string }) {
  const { answer, error, busy, ask } = useWish(body =>
    write<Started>(`/api/v1/people/${person}/contacts/telegram`, body),
  )
  if (answer) return <Follow started={answer} person={person} />
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        void ask({ botToken: given(event.currentTarget)('botToken').trim() })
      }}
    >
      <label className="field">
        <span>
          Token of the bot <small>write /newbot to @BotFather in Telegram; it gives you one</small>
        </span>
        <input name="botToken" type="password" required autoComplete="off" />
      </label>
      <Trouble error={error} />
      <button className="btn primary big" disabled={busy}>
        Show the code for my phone
      </button>
    </form>
  )
}

function Follow({ started, person }: { started: Started; person: string }) {
  const isThere = useMyReach()?.wakes?.channels.includes('telegram')
  return (
    <Begun>
      <div className={css.scan}>
        <Qr svg={started.svg} says={`opens the bot ${started.bot} in Telegram`} />
        <ol className={css.how}>
          <li>Scan this, before {clockTime(started.expiresAt)}. Telegram opens.</li>
          <li>Press Start there. The bot answers, and this page goes on.</li>
        </ol>
      </div>
      <a className="btn" href={started.link}>
        This is the phone: open Telegram
      </a>
      {isThere ? (
        <TestCall person={person} channels={['telegram']} />
      ) : (
        <p className="soft small">Nobody has pressed Start yet.</p>
      )}
    </Begun>
  )
}
