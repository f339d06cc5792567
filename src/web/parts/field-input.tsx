import { useId } from 'react'
import type { Field } from '../desk/form-table.ts'

export type Choices = Partial<Record<Field['kind'], readonly (readonly [value: string, says: string])[]>>

/** One labelled input for one value, of the kind it needs. */
export function FieldInput({ name, field, choices = {} }: { name: string; field: Field; choices?: Choices }) {
  const hint = useId()
  const shared = { name, 'aria-describedby': field.hint ? hint : undefined }
  return (
    <label className="field">
      <span>
        {field.label} {field.optional && <small>if you like</small>}
      </span>
      {control(field, shared, field.options ?? choices[field.kind])}
      {field.hint && <small id={hint}>{field.hint}</small>}
    </label>
  )
}

function control(field: Field, shared: { name: string }, options: Choices['choice']) {
  const required = !field.optional
  if (options)
    return (
      <select {...shared} required={required} defaultValue={field.initial ?? options[0]?.[0] ?? ''}>
        {field.optional && <option value="">none</option>}
        {options.map(([value, says]) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    )
  if (field.kind === 'time') return <input {...shared} type="datetime-local" required={required} />
  if (field.kind === 'line')
    return <input {...shared} required={required} defaultValue={field.initial} autoComplete="off" />
  const isCode = field.kind === 'code' || field.kind === 'lines'
  return (
    <textarea
      {...shared}
      required={required}
      spellCheck={!isCode}
      className={isCode ? 'is-code' : ''}
      defaultValue={field.initial}
    />
  )
}
