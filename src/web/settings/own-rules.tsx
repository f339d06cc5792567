import { useState } from 'react'
import { calledByLabel } from '../../roster/contact-name.ts'
import type { PersonalRules, QuietHours } from '../../roster/personal-rules.ts'
import { put } from '../desk/client.ts'
import css from './settings.module.css'
import { useContacts } from './use-contacts.ts'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const minuteMs = 60_000
/** How long after the first a channel is called. */
const delays = [0, 1, 2, 3, 5, 10, 15, 30]
const minutesWith = (afterMs = 0) => [...new Set([...delays, afterMs / minuteMs])].sort((one, other) => one - other)
const dayChoices: [string, number[]][] = [
  ['every day', []],
  ['Monday to Friday', [1, 2, 3, 4, 5]],
  ['Saturday and Sunday', [6, 7]],
]
const lets: Record<QuietHours['lets'], string> = { sev1: 'only sev1', sev2: 'only sev1 and sev2', none: 'nothing' }

const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** When and over what I am paged, once the policy means me. */
export function OwnRules({ person }: { person: string }) {
  const path = `/api/v1/people/${person}/rules`
  const { data } = useRead<PersonalRules>(path)
  const reach = useContacts(person).data
  const channels = reach?.wakes?.channels ?? []
  if (!data || channels.length === 0) return null
  const labelled = new Map(reach?.contacts.map(one => [one.id, calledByLabel(one)]))
  return (
    <Rules
      key={JSON.stringify([data, channels])}
      path={path}
      was={data}
      channels={channels}
      wordsOf={contact => labelled.get(contact) ?? contact}
    />
  )
}

interface RulesProps {
  path: string
  was: PersonalRules
  /** Contacts, best first. */
  channels: string[]
  wordsOf(contact: string): string
}

function Rules({ path, was, channels, wordsOf }: RulesProps) {
  const doing = useDoing()
  const [saved, setSaved] = useState(false)
  const [after, setAfter] = useState(() => new Map(was.steps.map(step => [step.channel, step.afterMs])))
  const [quiet, setQuiet] = useState(was.quiet)
  const isNew = was.steps.length === 0 && was.quiet.length === 0
  const zone = isNew ? zoneHere() : was.zone
  const steps = channels
    .flatMap((channel, n) => {
      const afterMs = n === 0 ? 0 : after.get(channel)
      return afterMs === undefined ? [] : [{ channel, afterMs }]
    })
    .sort((one, other) => one.afterMs - other.afterMs)
  const save = () => put(path, { zone, steps: steps.length > 1 ? steps : [], quiet: quiet.map(asSent) })
  return (
    <section className={css.section} aria-labelledby="h-rules-own">
      <h2 id="h-rules-own">When I am paged</h2>
      <p className="small soft">
        {wordsOf(channels[0] ?? '')} is called at once.
        {channels.length > 1 &&
          ' The others later, unless somebody has it by then, or at once when one does not answer.'}
      </p>
      {channels.length > 1 && (
        <ul className={css.rows}>
          {channels.slice(1).map(channel => (
            <li key={channel}>
              <label className="row wrap">
                <span className={css.what}>
                  <b>{wordsOf(channel)}</b>
                </span>
                <select
                  value={after.get(channel) ?? ''}
                  onChange={({ target }) => setAfter(changed(after, channel, target.value))}
                >
                  <option value="">only when the others do not answer</option>
                  {minutesWith(after.get(channel)).map(minutes => (
                    <option key={minutes} value={minutes * minuteMs}>
                      {minutes === 0 ? 'at once too' : `after ${minutes} min`}
                    </option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ul>
      )}
      <h3>Quiet hours</h3>
      <p className="small soft">
        Then a page waits for their end, and the next person of the policy is paged at once. Where nobody else can be
        woken, you are. Times are of the clocks in {zone}.
      </p>
      {quiet.length > 0 && (
        <ul className={css.rows}>
          {quiet.map((one, n) => (
            <li key={n}>
              <Hours
                hours={one}
                n={n + 1}
                onChange={next => setQuiet(next ? quiet.with(n, next) : quiet.filter((_, other) => other !== n))}
              />
            </li>
          ))}
        </ul>
      )}
      <Wrong error={doing.error} />
      <div className="row wrap">
        <button
          type="button"
          className="btn"
          onClick={() => setQuiet([...quiet, { days: [], from: '22:00', to: '07:00', lets: 'sev1' }])}
        >
          Add quiet hours
        </button>
        <button
          type="button"
          className="btn primary"
          disabled={doing.busy}
          onClick={() => void doing.run(save, path).then(setSaved)}
        >
          Save when I am paged
        </button>
        <span className="note" role="status">
          {saved && !doing.error && 'Saved.'}
        </span>
      </div>
    </section>
  )
}

interface HoursProps {
  hours: QuietHours
  n: number
  /** Nothing: they are taken away. */
  onChange(next?: QuietHours): void
}

function Hours({ hours, n, onChange }: HoursProps) {
  const days = dayChoices.find(([, one]) => one.join() === hours.days.join())?.[0]
  const set = (more: Partial<QuietHours>) => onChange({ ...hours, ...more })
  return (
    <fieldset className={`row wrap ${css.hours}`}>
      <legend className="visually-hidden">Quiet hours {n}</legend>
      <label>
        From <input type="time" value={hours.from} onChange={({ target }) => set({ from: target.value })} />
      </label>
      <label>
        to <input type="time" value={hours.to} onChange={({ target }) => set({ to: target.value })} />
      </label>
      <select
        aria-label="On which days"
        value={days ?? ''}
        onChange={({ target }) => set({ days: dayChoices.find(([name]) => name === target.value)?.[1] ?? [] })}
      >
        {!days && <option value="">as it was set</option>}
        {dayChoices.map(([name]) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        aria-label="What comes through"
        value={hours.lets}
        onChange={({ target }) => set({ lets: target.value as QuietHours['lets'] })}
      >
        {Object.entries(lets).map(([value, words]) => (
          <option key={value} value={value}>
            {words} comes through
          </option>
        ))}
      </select>
      <button type="button" className="btn quiet" onClick={() => onChange()}>
        Remove quiet hours {n}
      </button>
    </fieldset>
  )
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Days go as words and are kept as numbers. */
const asSent = ({ days, ...hours }: QuietHours) => ({ ...hours, days: days.map(day => weekdays[day - 1]) })

function changed(after: ReadonlyMap<string, number>, channel: string, value: string): Map<string, number> {
  const next = new Map(after)
  if (value === '') next.delete(channel)
  else next.set(channel, Number(value))
  return next
}
