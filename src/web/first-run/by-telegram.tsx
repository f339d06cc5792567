import { useState } from 'react'
import { channelOf } from '../../roster/contact-name.ts'
import { write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { given } from '../parts/given.ts'
import { Begun } from './begun.tsx'
import css from './first-run.module.css'
import { OneMore } from './one-more.tsx'
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
  const [isOneMore, setIsOneMore] = useState(false)
  if (answer) return <Follow started={answer} person={person} isOneMore={isOneMore} />
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        const value = given(event.currentTarget)
        const label = value('label').trim()
        setIsOneMore(label !== '')
        void ask({ botToken: value('botToken').trim(), label })
      }}
    >
      <label className="field">
        <span>
          Token of the bot <small>write /newbot to @BotFather in Telegram; it gives you one</small>
        </span>
        <input name="botToken" type="password" required autoComplete="off" />
      </label>
      <OneMore channel="telegram" />
      <Trouble error={error} />
      <button className="btn primary big" disabled={busy}>
        Show the code for my phone
      </button>
    </form>
  )
}

interface FollowProps {
  started: Started
  person: string
  /** Beside a chat that is there already. */
  isOneMore: boolean
}

function Follow({ started, person, isOneMore }: FollowProps) {
  const mine = useMyReach()?.wakes?.channels ?? []
  const [before] = useState(isOneMore ? mine : [])
  const there = mine.find(one => channelOf(one) === 'telegram' && !before.includes(one))
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
      {there ? (
        <TestCall person={person} channels={[there]} />
      ) : (
        <p className="soft small">Nobody has pressed Start yet.</p>
      )}
    </Begun>
  )
}
