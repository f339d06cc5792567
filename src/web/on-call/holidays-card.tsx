import type { Me } from '../desk/use-me.ts'
import { Feeds } from './feeds.tsx'

/** Where the holidays come from that stand above their days. */
export function HolidaysCard({ me, now }: { me: Me; now: Date }) {
  return (
    <section className="pane stack" aria-labelledby="h-holidays">
      <h2 id="h-holidays">Holidays</h2>
      <p className="small soft">They stand above their days, and count apart in the report of who was on call.</p>
      <Feeds
        path="/api/v1/holiday-calendars"
        mayChange={me.role === 'admin'}
        now={now}
        hint="A public calendar of the holidays where you are. It is read again each hour."
        add="A calendar by its address…"
      />
    </section>
  )
}
