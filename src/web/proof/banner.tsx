import { Link, useRoute } from 'wouter'
import { Icon } from '../parts/icon.tsx'
import css from './proof.module.css'
import { usePromise } from './use-promise.ts'

/** On every page, in red, while Fireline cannot promise that pages leave: whoever looks has to know it, wherever they are. */
export function PromiseBanner() {
  const promised = usePromise()
  if (!promised || promised.ok) return null
  const [why = ''] = promised.why
  return (
    <section className={`banner is-need ${css.banner}`} aria-label="Fireline itself">
      <Icon name="alert" />
      <p>
        <b role="status">Pages may not leave.</b> {`${why.charAt(0).toUpperCase()}${why.slice(1)}.`} Ring people
        yourselves until this is over. <Link href="/settings/proof">What is late</Link>
      </p>
    </section>
  )
}

/** Above every page but the room, which fills the screen and says it in its own bar. */
export function AboveThePage() {
  const [isRoom] = useRoute('/incidents/:name')
  return isRoom ? null : <PromiseBanner />
}
