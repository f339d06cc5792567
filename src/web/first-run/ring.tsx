import { useState } from 'react'
import type { FirstHour } from '../../api/first-hour.ts'
import { type ChannelKind, channelWakes, type Reach } from '../../steps/notify/wakes.ts'
import { ByNtfy } from './by-ntfy.tsx'
import { ByTelegram } from './by-telegram.tsx'
import { ByWebhook } from './by-webhook.tsx'
import css from './first-run.module.css'
import { TestCall } from './test-call.tsx'
import { useMyReach } from './use-first-hour.ts'
import { WakeNote } from './wake-note.tsx'

const ways = [
  ['ntfy', 'ntfy: a free app, no account'],
  ['telegram', 'Telegram, with a bot of yours'],
  ['webhook', 'A webhook, to a program of yours'],
] as const

/** Ring my phone: what reaches me, a way to add what wakes me, and a page that is only a test. */
export function Ring({ hour }: { hour: FirstHour }) {
  const me = useMyReach()
  return me?.wakes ? <RingFor person={me.id} reach={me.wakes} canMail={hour.channels.includes('mail')} /> : null
}

function RingFor({ person, reach, canMail }: { person: string; reach: Reach; canMail: boolean }) {
  const { channels } = reach
  // Stays as it began: the code to scan must not go away when its channel has come.
  const [isChoosing, setChoosing] = useState(reach.wakes === 'no')
  return (
    <div className="stack">
      <WakeNote reach={reach} />
      {isChoosing ? <Choose person={person} canMail={canMail} /> : <TestCall person={person} channels={channels} />}
      {channels.length > 0 && (
        <button type="button" className="btn quiet" onClick={() => setChoosing(!isChoosing)}>
          {isChoosing ? `Use what I have: ${channels.join(', ')}` : 'Set up another way'}
        </button>
      )}
    </div>
  )
}

function Choose({ person, canMail }: { person: string; canMail: boolean }) {
  const [way, setWay] = useState<ChannelKind>('ntfy')
  return (
    <div className="stack">
      <label className="field">
        <span>How</span>
        <select value={way} onChange={event => setWay(event.currentTarget.value as ChannelKind)}>
          {ways.map(([kind, says]) => (
            <option key={kind} value={kind}>
              {says}
            </option>
          ))}
        </select>
      </label>
      <p className={`soft small ${css.why}`}>
        Wakes you: <b>{channelWakes[way].wakes}</b>. {channelWakes[way].why}
      </p>
      {way === 'ntfy' && <ByNtfy person={person} />}
      {way === 'telegram' && <ByTelegram person={person} />}
      {way === 'webhook' && <ByWebhook person={person} />}
      <p className="note">
        {canMail
          ? `Mail reaches you by itself once you have an address. Wakes you: no. ${channelWakes.mail.why}`
          : 'Mail is a way too, once FIRELINE_SMTP_URL is set; it wakes nobody.'}
      </p>
    </div>
  )
}
