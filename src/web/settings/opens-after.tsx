import { put } from '../desk/client.ts'
import { given } from '../parts/given.ts'
import css from './settings.module.css'
import { useDoing } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

/** How many reports open an incident where none is open. */
export function OpensAfter({ form, path }: { form: { id: string; name: string; opensAfter: number }; path: string }) {
  const doing = useDoing()
  return (
    <form
      className={css.inline}
      onSubmit={event => {
        event.preventDefault()
        const opensAfter = Number(given(event.currentTarget)('opensAfter'))
        void doing.run(() => put(`${path}/${form.id}`, { opensAfter }), path)
      }}
    >
      <label>
        Opens an incident after{' '}
        <input name="opensAfter" type="number" min={1} max={1000} required defaultValue={form.opensAfter} /> reports
      </label>
      <button className="btn" disabled={doing.busy}>
        Keep it<span className="visually-hidden"> for {form.name}</span>
      </button>
      <Wrong error={doing.error} />
    </form>
  )
}
