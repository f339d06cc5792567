import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { remove } from '../desk/client.ts'
import { forgetUnsent } from '../desk/unsent-drawer.ts'
import { useMe } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import { Who } from '../parts/who.tsx'

const places = [
  ['/', 'Home'],
  ['/incidents', 'Incidents'],
  ['/services', 'Services'],
  ['/settings', 'Settings'],
  ['/first-run', 'First hour'],
] as const

/** The bar of every page that is read rather than worked in. */
export function Shell({ children }: { children: ReactNode }) {
  const me = useMe()
  const [path] = useLocation()
  const leave = async () => {
    await remove('/api/v1/session')
    forgetUnsent()
    location.assign('/sign-in')
  }
  return (
    <>
      <header className="bar">
        <Link className="mark" href="/">
          <Icon name="mark" /> Fireline
        </Link>
        <nav aria-label="Places">
          {places.map(([href, says]) => (
            <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {says}
            </Link>
          ))}
        </nav>
        {me && (
          <span className="row push small">
            <Who name={me.name} />
            <span className="clip hints">{me.name}</span>
            <button type="button" className="btn quiet nowrap" onClick={() => void leave()}>
              Sign out
            </button>
          </span>
        )}
      </header>
      {children}
    </>
  )
}
