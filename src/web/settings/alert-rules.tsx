import { useState } from 'react'
import { useSearch } from 'wouter'
import { type Failed, Refused, write } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'
import { RuleLists } from './rule-lists.tsx'
import { RuleSwitches } from './rule-switches.tsx'
import { RuleVersions } from './rule-versions.tsx'
import { type AlertRules, placeInWords, type RulesVersion, withWished } from './rules-draft.ts'
import settings from './settings.module.css'
import { TriedResult } from './tried.tsx'
import { useDoing, useRead } from './use-forms.ts'
import { textOf, useTrying } from './use-trying.ts'

const path = '/api/v1/rules'

/** How alerts are placed: changed as a whole, tried on the last week before it is saved. */
export function AlertRulesPart({ me }: { me: Me }) {
  const { data } = useRead<RulesVersion>(path)
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services
  const [saved, setSaved] = useState(0)
  if (!data || !services) return null
  return (
    <>
      <p className="small soft">
        What a rule keeps out is kept and listed. Version {data.version}
        {data.by ? `, saved by ${data.by}` : ', as Fireline came'}
        {data.reason && `: ${data.reason}`}.
      </p>
      {saved > 0 && <p role="status">Saved. It holds from the next alert on.</p>}
      <Editor
        key={`${data.version}`}
        stands={data}
        services={services.map(one => one.slug)}
        me={me}
        onSaved={() => setSaved(saved + 1)}
      />
      <RuleVersions />
    </>
  )
}

interface EditorProps {
  stands: RulesVersion
  services: readonly string[]
  me: Me
  onSaved(): void
}

function Editor({ stands, services, me, onSaved }: EditorProps) {
  const about = new URLSearchParams(useSearch())
  const [draft, setDraft] = useState<AlertRules>(() => withWished(stands.rules, about))
  const [reason, setReason] = useState('')
  const trying = useTrying()
  const { busy, error, run } = useDoing()
  const isChanged = textOf(draft) !== textOf(stands.rules)
  const isTried = trying.triedText === textOf(draft)

  async function save() {
    const body = { basedOn: stands.version, rules: draft, ...(reason.trim() && { reason: reason.trim() }) }
    if (await run(() => write(path, body), path, `${path}/versions`)) onSaved()
  }

  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        void (isTried && me.role === 'admin' ? save() : trying.run(draft))
      }}
    >
      <RuleLists rules={draft} services={services} onChange={setDraft} />
      <RuleSwitches rules={draft} onChange={setDraft} />
      <No error={trying.error ?? error} />
      {trying.progress && <p role="status">{trying.progress}</p>}
      {trying.tried && isTried && <TriedResult tried={trying.tried} />}
      {isChanged && me.role === 'admin' && (
        <label className="field">
          <span>Why</span>
          <input
            value={reason}
            maxLength={1_000}
            autoComplete="off"
            onChange={event => setReason(event.target.value)}
          />
          <small>
            {isTried ? 'This very text was tried.' : 'Not tried yet: see first what the last week would have been.'}
          </small>
        </label>
      )}
      <div className={`row wrap ${settings.line}`}>
        <button
          type="button"
          className={isTried ? 'btn big' : 'btn primary big'}
          disabled={trying.busy}
          onClick={() => void trying.run(draft)}
        >
          {trying.busy ? 'Trying…' : 'Try it on the last week'}
        </button>
        {me.role === 'admin' && isChanged && (
          <button
            type="button"
            className={isTried ? 'btn primary big' : 'btn big'}
            disabled={busy}
            onClick={() => void save()}
          >
            {isTried ? 'Save it' : 'Save it untried'}
          </button>
        )}
        {isChanged && (
          <button type="button" className="btn quiet big" onClick={() => setDraft(stands.rules)}>
            Back to what stands
          </button>
        )}
      </div>
    </form>
  )
}

/** What was wrong, with its place in words. */
function No({ error }: { error: Failed | Refused | undefined }) {
  if (!error) return null
  const place = error instanceof Refused ? undefined : placeInWords(error.path)
  return (
    <p className="need small" role="alert">
      {place && `${place}: `}
      {error.message}
    </p>
  )
}
