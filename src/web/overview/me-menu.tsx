import { Link } from 'wouter'
import { remove } from '../desk/client.ts'
import { forgetUnsent } from '../desk/unsent-drawer.ts'
import type { Me } from '../desk/use-me.ts'
import { Who } from '../parts/who.tsx'
import css from './shell.module.css'
import { firstHour } from './use-places.ts'

const whatTheyMay = {
  viewer: 'You may look, say what you see, and object.',
  responder: 'You may respond to every incident.',
  admin: 'You may respond, and change settings.',
} as const

/** Who I am here, and the way out. */
export function MeMenu({ me, isBegun }: { me: Me; isBegun: boolean }) {
  const hide = () => document.getElementById('me')?.hidePopover()
  const leave = async () => {
    await remove('/api/v1/session')
    forgetUnsent()
    location.assign('/sign-in')
  }
  return (
    <>
      <button type="button" className={css.me} popoverTarget="me">
        <Who name={me.name} />
        <span className="clip">{me.name}</span>
        <span className="visually-hidden">: settings, sign out</span>
      </button>
      <div id="me" popover="auto" className={css.menu}>
        <p>
          <b>{me.name}</b>
          <br />
          <span className="note">{whatTheyMay[me.role]}</span>
        </p>
        <Link href="/settings/me" onClick={hide}>
          How I am reached
        </Link>
        <Link href="/settings" onClick={hide}>
          Settings
        </Link>
        <Link href={firstHour} className={isBegun ? css.narrow : undefined} onClick={hide}>
          First hour
        </Link>
        <button type="button" onClick={() => void leave()}>
          Sign out
        </button>
      </div>
    </>
  )
}
