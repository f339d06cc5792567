import type { FormEvent } from 'react'
import { remove, write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { given } from '../parts/given.ts'
import quiet from './quiet.module.css'
import css from './settings.module.css'
import { until } from './silence-times.ts'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const path = '/api/v1/planned-work'

interface Work {
  id: string
  services: string[]
  says: string
  startsAt: string
  endsAt: string
  mutes: 'nothing' | 'all-but-critical' | 'everything'
  keptOut: number
}

const muteWords = {
  nothing: '',
  'all-but-critical': '. Only what is critical pages meanwhile.',
  everything: '. Nothing of it pages meanwhile.',
}

interface PlannedWorkProps {
  services: readonly { slug: string; name: string }[]
  mayAnnounce: boolean
}

/** Work that was planned, as the pages say it, and what it keeps from paging meanwhile. */
export function PlannedWorkPart({ services, mayAnnounce }: PlannedWorkProps) {
  const work = useRead<{ work: Work[] }>(path).data?.work
  const now = useNow(20_000)
  const doing = useDoing()
  return (
    <>
      <h2 className={css.kind}>Planned work</h2>
      <ul className={css.rows} aria-label="Planned work">
        {work?.map(({ id, services: about, says, startsAt, endsAt, mutes, keptOut }) => (
          <li key={id}>
            <div className={css.what}>
              <b>{says}</b>
              <span className="note">
                {about.join(', ')}, {dayAndTime(startsAt, now)} to {dayAndTime(endsAt, now)}
                {muteWords[mutes]}
                {keptOut > 0 && ` ${keptOut === 1 ? '1 alert is' : `${keptOut} alerts are`} kept out now.`}
              </span>
            </div>
            {mayAnnounce && (
              <button
                type="button"
                className="btn"
                disabled={doing.busy}
                onClick={() => void doing.run(() => remove(`${path}/${id}`), path)}
              >
                It is over<span className="visually-hidden">: {says}</span>
              </button>
            )}
          </li>
        ))}
        {work?.length === 0 && <li>Nothing is planned.</li>}
      </ul>
      <Wrong error={doing.error} />
      {mayAnnounce && <Announce services={services} />}
    </>
  )
}

function Announce({ services }: Pick<PlannedWorkProps, 'services'>) {
  const doing = useDoing()

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const value = given(form)
    const time = (name: string) => until('at', value(name), new Date())
    const body = {
      services: [value('service')],
      says: value('says'),
      startsAt: time('from'),
      endsAt: time('to'),
      mutes: value('mutes'),
    }
    if (await doing.run(() => write(path, body), path)) form.reset()
  }

  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-work">
      <h2 id="h-work">Announce work</h2>
      <form className="stack" onSubmit={event => void save(event)}>
        <label className="field">
          <span>About</span>
          <select name="service">
            {services.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>What people may notice</span>
          <input name="says" required maxLength={2_000} autoComplete="off" />
        </label>
        <div className={quiet.fits}>
          <label className="field">
            <span>From</span>
            <input name="from" type="datetime-local" required />
          </label>
          <label className="field">
            <span>To</span>
            <input name="to" type="datetime-local" required />
          </label>
        </div>
        <label className="field">
          <span>
            What pages nobody meanwhile <small>it is kept and listed; what still fires at the end comes in</small>
          </span>
          <select name="mutes">
            <option value="nothing">nothing: everything pages as always</option>
            <option value="all-but-critical">all but what is critical, and a sev1</option>
            <option value="everything">everything of it</option>
          </select>
        </label>
        <Wrong error={doing.error} />
        <div className="row">
          <button className="btn primary big" disabled={doing.busy}>
            Announce it
          </button>
        </div>
      </form>
    </section>
  )
}
