import { channelOf } from '../../roster/contact-name.ts'
import { useMyReach } from './use-first-hour.ts'

/** Asked once there is a contact of this channel: with a name this is one more, without it takes the other's place. */
export function OneMore({ channel }: { channel: string }) {
  const has = useMyReach()?.wakes?.channels.some(one => channelOf(one) === channel)
  if (!has) return null
  return (
    <label className="field">
      <span>
        Name of this one <small>with a name you have both; without, it takes the place of the one you have</small>
      </span>
      <input name="label" maxLength={60} autoComplete="off" placeholder="work phone" />
    </label>
  )
}
