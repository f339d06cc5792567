import type { ReactNode } from 'react'
import { remove } from '../desk/client.ts'
import css from './settings.module.css'
import { useDoing } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

export interface NamedRow {
  /** As the API names it. */
  slug: string
  title: string
  /** How it is, in a few words; `isBad` where somebody is needed. */
  says: string
  isBad?: boolean
  note: ReactNode
  onChange?(): void
}

/** A list of what is kept under names, each with how it is. */
export function NamedRows({ label, path, rows, none, maySet }: NamedRowsProps) {
  const doing = useDoing()
  return (
    <>
      <ul className={css.rows} aria-label={label}>
        {rows?.map(row => (
          <li key={row.slug}>
            <div className={css.what}>
              <b>{row.title}</b>
              <span className={row.isBad ? 'need small' : 'small soft'}>{row.says}</span>
              <span className="note">{row.note}</span>
            </div>
            {maySet && row.onChange && (
              <button type="button" className="btn" onClick={row.onChange}>
                Change<span className="visually-hidden"> {row.title}</span>
              </button>
            )}
            {maySet && (
              <button
                type="button"
                className="btn quiet"
                disabled={doing.busy}
                onClick={() => void doing.run(() => remove(`${path}/${encodeURIComponent(row.slug)}`), path)}
              >
                Forget<span className="visually-hidden"> {row.title}</span>
              </button>
            )}
          </li>
        ))}
        {rows?.length === 0 && <li>{none}</li>}
      </ul>
      <Wrong error={doing.error} />
    </>
  )
}

interface NamedRowsProps {
  label: string
  path: string
  rows?: readonly NamedRow[]
  /** What to say while there is none. */
  none: string
  maySet: boolean
}
