import css from './quiet.module.css'

/** One condition on a label of an alert. */
export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
}

const ops: [Matcher['op'], string][] = [
  ['=', 'is'],
  ['!=', 'is not'],
  ['=~', 'matches'],
  ['!~', 'does not match'],
]

export const matcherWords = ({ name, op, value }: Matcher): string =>
  `${name} ${ops.find(([sign]) => sign === op)?.[1] ?? op} ${value === '' ? 'nothing' : value}`

/** `alertname is DiskFull and service is shop`. */
export const matchersWords = (matchers: readonly Matcher[]): string => matchers.map(matcherWords).join(' and ')

/** Conditions that must all hold, a row each. */
export function Matchers({ says, matchers, onChange }: MatchersProps) {
  const set = (n: number, part: Partial<Matcher>) =>
    onChange(matchers.map((one, i) => (i === n ? { ...one, ...part } : one)))
  return (
    <fieldset className={css.matchers}>
      <legend>{says}</legend>
      {matchers.map((one, n) => (
        <div key={n} className={css.matcher}>
          <input
            aria-label={`Label ${n + 1}`}
            value={one.name}
            placeholder="alertname"
            required
            autoComplete="off"
            spellCheck={false}
            onChange={event => set(n, { name: event.target.value })}
          />
          <select
            aria-label={`How label ${n + 1} is compared`}
            value={one.op}
            onChange={event => set(n, { op: event.target.value as Matcher['op'] })}
          >
            {ops.map(([op, words]) => (
              <option key={op} value={op}>
                {words}
              </option>
            ))}
          </select>
          <input
            aria-label={`Value of label ${n + 1}`}
            value={one.value}
            autoComplete="off"
            spellCheck={false}
            onChange={event => set(n, { value: event.target.value })}
          />
          <button
            type="button"
            className="btn quiet"
            onClick={() => onChange(matchers.filter((_, i) => i !== n))}
            aria-label={`Take out condition ${n + 1}`}
          >
            Take out
          </button>
        </div>
      ))}
      <button type="button" className="btn" onClick={() => onChange([...matchers, { name: '', op: '=', value: '' }])}>
        Add a condition
      </button>
    </fieldset>
  )
}

interface MatchersProps {
  says: string
  matchers: readonly Matcher[]
  onChange(matchers: Matcher[]): void
}
