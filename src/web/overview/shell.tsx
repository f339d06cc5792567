import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useMe } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import { Palette } from '../parts/palette.tsx'
import { MeMenu } from './me-menu.tsx'
import css from './shell.module.css'
import { firstHour, usePlaces } from './use-places.ts'

/** On a phone these are in my menu: four places fit the bar. */
const inMenu = new Set<string>([firstHour, '/settings'])

/** The bar of every page that is read rather than worked in. */
export function Shell({ children }: { children: ReactNode }) {
  const me = useMe()
  const [path] = useLocation()
  const { places, isBegun } = usePlaces(me !== undefined)
  const isIn = (place: string) => path === place || (place !== '/' && path.startsWith(`${place}/`))
  return (
    <>
      <header className={`bar ${css.bar}`}>
        <a className={css.skip} href="#content">
          Go to the content
        </a>
        <Link className="mark" href="/">
          <Icon name="mark" /> <span className={css.name}>Fireline</span>
        </Link>
        <nav aria-label="Places">
          {places.map(([href, says]) => (
            <Link
              key={href}
              href={href}
              className={inMenu.has(href) ? css.wide : undefined}
              aria-current={isIn(href) ? 'page' : undefined}
            >
              {says}
            </Link>
          ))}
        </nav>
        <div className={css.right}>
          <Palette />
          {me && <MeMenu me={me} isBegun={isBegun} />}
        </div>
      </header>
      <div id="content" className={css.content} tabIndex={-1}>
        {children}
      </div>
    </>
  )
}
