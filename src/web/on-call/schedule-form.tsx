import { type FormEvent, useState } from 'react'
import type { ScheduleSpec } from '../../roster/spec.ts'
import { type Failed, put } from '../desk/client.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Icon } from '../parts/icon.tsx'
import { LayerFieldset, type LayerSpec } from './layer-fieldset.tsx'
import css from './policy.module.css'
import type { OnCallNow } from './use-on-call-now.ts'
import { dayText } from './week-days.ts'

interface FormProps {
  /** None: it is new, and its name is asked for. */
  slug?: string
  spec: ScheduleSpec
  known: OnCallNow
  onDone(): Promise<void>
}

function withoutKey(layer: LayerSpec & { key?: number }): LayerSpec {
  const { key, ...rest } = layer
  return key === undefined ? layer : rest
}

/** A schedule as a form: its zone and its layers, a later one above an earlier one. What it does not show is kept as it is. */
export function ScheduleForm({ slug, spec, known, onDone }: FormProps) {
  const [layers, setLayers] = useState<(LayerSpec & { key: number })[]>(() =>
    spec.layers.map((one, key) => ({ ...one, key })),
  )
  const [error, setError] = useState<Failed>()
  const [busy, setBusy] = useState(false)
  const add = () =>
    setLayers([
      ...layers,
      {
        people: [],
        every: 'week',
        handOverAt: '09:00',
        from: dayText(new Date()),
        restrictions: [],
        key: (layers.at(-1)?.key ?? 0) + 1,
      },
    ])
  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const said = given(event.currentTarget)
    const name = slug ?? said('slug')
    const body = {
      zone: said('zone'),
      layers: layers.map(withoutKey),
      overrides: spec.overrides ?? [],
    }
    setBusy(true)
    try {
      await put(`/api/v1/schedules/${encodeURIComponent(name)}`, body)
      await onDone()
    } catch (no) {
      setError(no as Failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack" onSubmit={event => void save(event)}>
      <div className={css.two}>
        {!slug && (
          <label className="field">
            <span>Name</span>
            <input
              name="slug"
              required
              pattern="[a-z0-9][-_.a-z0-9]{0,62}"
              placeholder="primary"
              title="Small letters, digits and -, as primary"
              autoComplete="off"
            />
          </label>
        )}
        <label className="field">
          <span>Time zone</span>
          <input name="zone" required defaultValue={spec.zone ?? 'UTC'} list="zones" autoComplete="off" />
          <datalist id="zones">
            {Intl.supportedValuesOf('timeZone').map(zone => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </label>
      </div>
      {layers.map((layer, n) => (
        <LayerFieldset
          key={layer.key}
          title={n === 0 ? 'Turns' : 'Above it'}
          layer={layer}
          known={known}
          onChange={to => setLayers(layers.map(one => (one.key === layer.key ? { ...one, ...to } : one)))}
          onRemove={layers.length > 1 ? () => setLayers(layers.filter(({ key }) => key !== layer.key)) : undefined}
        />
      ))}
      <button type="button" className="btn" onClick={add}>
        <Icon name="plus" /> A layer above it, for some hours or people
      </button>
      {error && (
        <p className="need small" role="alert">
          {error.path && <code>{error.path}</code>} {error.message}
        </p>
      )}
      <FormEnd verb="Save it" busy={busy} onBack={() => history.back()} />
    </form>
  )
}
