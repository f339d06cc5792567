import { useId } from 'react'
import type { SettingField } from './schema-fields.ts'
import css from './settings.module.css'

/** One labelled input for one field of a schema, with its help, and with what was wrong beside it. */
export function SettingInput({ field, isKept, wrong }: SettingInputProps) {
  const [id, help, problem] = [useId(), useId(), useId()]
  const says = [...(field.help || isKept || field.example ? [help] : []), ...(wrong ? [problem] : [])].join(' ')
  const shared = {
    id,
    name: field.name,
    'aria-describedby': says || undefined,
    'aria-invalid': wrong ? true : undefined,
  }
  const isSwitch = field.kind === 'switch'
  return (
    <div className={isSwitch ? css.switch : 'field'}>
      {isSwitch && <input {...shared} type="checkbox" defaultChecked={field.initial === 'true'} />}
      <span>
        <label htmlFor={id}>{field.label}</label> {!field.required && !isSwitch && <small>if you like</small>}
      </span>
      {!isSwitch && control(field, shared, isKept)}
      {(field.help || isKept || field.example) && (
        <small id={help}>
          {isKept && 'Kept, and not shown: leave it empty to keep it. '}
          {field.help} {field.example && `For example ${field.example}`}
        </small>
      )}
      {wrong && (
        <small id={problem} className={css.wrong}>
          {wrong}
        </small>
      )}
    </div>
  )
}

interface SettingInputProps {
  field: SettingField
  /** A secret that is there already. */
  isKept: boolean
  /** What the server said about it. */
  wrong?: string
}

const types = {
  line: 'text',
  duration: 'text',
  mail: 'email',
  address: 'url',
  secret: 'password',
  number: 'number',
} as const

function control(field: SettingField, shared: object, isKept: boolean) {
  const required = field.required && !isKept
  if (field.kind === 'choice')
    return (
      <select {...shared} required={required} defaultValue={field.initial || undefined}>
        {!field.required && !field.initial && <option value="">none</option>}
        {field.options?.map(value => (
          <option key={value}>{value}</option>
        ))}
      </select>
    )
  if (field.kind === 'text' || field.kind === 'lines')
    return <textarea {...shared} required={required} defaultValue={field.initial} spellCheck={false} />
  const autoComplete = field.kind === 'secret' ? 'new-password' : 'off'
  return (
    <input
      {...shared}
      type={types[field.kind as keyof typeof types]}
      required={required}
      defaultValue={field.initial}
      autoComplete={autoComplete}
      spellCheck={false}
    />
  )
}
