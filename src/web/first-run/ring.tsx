import { useState } from 'react'
import type { FirstHour } from '../../api/first-hour.ts'
import { contactInWords } from '../../roster/contact-name.ts'
import { type ChannelKind, channelWakes, type Reach } from '../../steps/notify/wakes.ts'
import { useContacts } from '../settings/use-contacts.ts'
import { ByForm } from './by-form.tsx'
import { ByNtfy } from './by-ntfy.tsx'
import { ByTelegram } from './by-telegram.tsx'
import { ByWebPush } from './by-web-push.tsx'
import { ByWebhook } from './by-webhook.tsx'
import css from './first-run.module.css'
import { TestCall } from './test-call.tsx'
import { useMyReach } from './use-first-hour.ts'
import { WakeNote } from './wake-note.tsx'

const ways: readonly (readonly [ChannelKind, string])[] = [
  ['ntfy', 'ntfy: a free app, no account'],
  ['telegram', 'Telegram, with a bot of yours'],
  ['web-push', 'This browser, by Web Push'],
  ['sms', 'A short message to my number'],
  ['voice', 'A call to my number'],
  ['sms-gateway', 'A short message over our gateway'],
  ['webhook', 'A webhook, to a program of yours'],
]

const byForm: readonly ChannelKind[] = ['sms', 'voice', 'sms-gateway']

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
          {isChoosing ? `Use what I have: ${channels.map(contactInWords).join(', ')}` : 'Set up another way'}
        </button>
      )}
    </div>
  )
}

function Choose({ person, canMail }: { person: string; canMail: boolean }) {
  const [way, setWay] = useState<ChannelKind>('ntfy')
  const { data } = useContacts(person)
  const isSetUp = (kind: ChannelKind) =>
    !byForm.includes(kind) || (data?.needAccount && !data.needAccount.includes(kind))
  return (
    <div className="stack">
      <label className="field">
        <span>How</span>
        <select value={way} onChange={event => setWay(event.currentTarget.value as ChannelKind)}>
          {ways
            .filter(([kind]) => isSetUp(kind))
            .map(([kind, says]) => (
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
      {way === 'web-push' && <ByWebPush person={person} />}
      {byForm.includes(way) && <ByForm key={way} person={person} channel={way} />}
      {way === 'webhook' && <ByWebhook person={person} />}
      <p className="note">
        {canMail
          ? `Mail reaches you by itself once you have an address. Wakes you: no. ${channelWakes.mail.why}`
          : 'Mail is a way too, once FIRELINE_SMTP_URL is set; it wakes nobody.'}
      </p>
    </div>
  )
}
