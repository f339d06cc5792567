import type { ScheduleSpec } from '../../roster/spec.ts'
import { Icon } from '../parts/icon.tsx'
import css from './policy.module.css'
import type { OnCallNow } from './use-on-call-now.ts'

export type LayerSpec = ScheduleSpec['layers'][number]

const turns = [
  ['12h', 'twelve hours'],
  ['day', 'a day'],
  ['week', 'a week'],
  ['2w', 'two weeks'],
  ['month', 'a month'],
] as const
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

interface LayerProps {
  title: string
  layer: LayerSpec
  known: OnCallNow
  onChange(to: Partial<LayerSpec>): void
  onRemove?: () => void
}

/** Who takes turns in which order, how long, from when, and in which hours. */
export function LayerFieldset({ title, layer, known, onChange, onRemove }: LayerProps) {
  const { people, every = 'week', handOverAt = '09:00', from } = layer
  const name = (id: string) => known.people.find(one => one.id === id)?.name ?? 'somebody who is gone'
  const others = known.people.filter(one => !people.includes(one.id))
  return (
    <fieldset className={css.layer}>
      <legend>{title}</legend>
      <div className={css.whom}>
        {people.map((id, n) => (
          <span key={id} className={css.chip}>
            {n + 1}. {name(id)}
            <button
              type="button"
              className="btn quiet"
              aria-label={`Not ${name(id)}`}
              onClick={() => onChange({ people: people.filter(one => one !== id) })}
            >
              <Icon name="x" />
            </button>
          </span>
        ))}
        <select
          aria-label="Who takes turns, in this order"
          value=""
          required={people.length === 0}
          onChange={event => onChange({ people: [...people, event.target.value] })}
        >
          <option value="">{people.length === 0 ? 'who?' : 'then…'}</option>
          {others.map(one => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <div className={css.two}>
        <label className="field">
          <span>Each turn</span>
          <select value={every} onChange={event => onChange({ every: event.target.value })}>
            {!turns.some(([value]) => value === every) && <option value={every}>{every}</option>}
            {turns.map(([value, says]) => (
              <option key={value} value={value}>
                {says}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Handed over at</span>
          <input
            type="time"
            required
            value={handOverAt}
            onChange={event => onChange({ handOverAt: event.target.value })}
          />
        </label>
        <label className="field">
          <span>From</span>
          <input
            type="date"
            required
            value={from.slice(0, 10)}
            onChange={event => onChange({ from: event.target.value })}
          />
        </label>
      </div>
      <Hours layer={layer} onChange={onChange} />
      {onRemove && (
        <button type="button" className="btn quiet" onClick={onRemove}>
          Remove this layer
        </button>
      )}
    </fieldset>
  )
}

function Hours({ layer, onChange }: Pick<LayerProps, 'layer' | 'onChange'>) {
  const restrictions = layer.restrictions ?? []
  const set = (n: number, to: Partial<(typeof restrictions)[number]>) =>
    onChange({ restrictions: restrictions.map((one, m) => (m === n ? { ...one, ...to } : one)) })
  return (
    <>
      {restrictions.map(({ days = [], from, to }, n) => (
        <div key={`${n}${typeof from}`} className={css.hours}>
          <div className={css.days}>
            {weekdays.map(day => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={days.includes(day)}
                  onChange={event =>
                    set(n, { days: event.target.checked ? [...days, day] : days.filter(one => one !== day) })
                  }
                />{' '}
                {day}
              </label>
            ))}
          </div>
          <div className={css.two}>
            <label className="field">
              <span>From</span>
              <input type="time" required value={from} onChange={event => set(n, { from: event.target.value })} />
            </label>
            <label className="field">
              <span>To</span>
              <input type="time" required value={to} onChange={event => set(n, { to: event.target.value })} />
            </label>
            <button
              type="button"
              className="btn quiet"
              onClick={() => onChange({ restrictions: restrictions.filter((_, m) => m !== n) })}
            >
              Not these hours
            </button>
          </div>
        </div>
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => onChange({ restrictions: [...restrictions, { days: [], from: '22:00', to: '06:00' }] })}
      >
        <Icon name="plus" /> {restrictions.length === 0 ? 'Only at some hours' : 'More hours'}
      </button>
    </>
  )
}
