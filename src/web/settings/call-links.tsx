import { put, remove } from '../desk/client.ts'
import { given } from '../parts/given.ts'
import own from './access.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface CallLink {
  team: string
  template: string
}

const path = '/api/v1/call-links'

/** Where each team holds its calls; each incident then has an address of its own. */
export function CallLinks({ maySet }: { maySet: boolean }) {
  const { data } = useRead<{ callLinks: CallLink[] }>(path)
  const { data: known } = useRead<{ services: { team: string }[] }>('/api/v1/services')
  const teams = [...new Set(['default', ...(known?.services ?? []).map(one => one.team)])]
  return (
    <section className={own.part}>
      <h2>Where calls are held</h2>
      <p className="small soft">
        It stands in the room, in pages and over the chat channel of an incident. A team that says nothing has that of
        the team default. {'{number}'} and {'{service}'} are those of the incident.
      </p>
      {data &&
        teams.map(team => (
          <OneTeam key={team} team={team} now={data.callLinks.find(one => one.team === team)} maySet={maySet} />
        ))}
    </section>
  )
}

function OneTeam({ team, now, maySet }: { team: string; now: CallLink | undefined; maySet: boolean }) {
  const doing = useDoing()
  const at = `/api/v1/teams/${encodeURIComponent(team)}/call-link`
  if (!maySet)
    return (
      <p className="small">
        <b>{team}</b> {now?.template ?? 'nowhere that Fireline knows of'}
      </p>
    )
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        const template = given(event.currentTarget)('template').trim()
        void doing.run(async () => (template ? put(at, { template }) : now && remove(at)), path)
      }}
    >
      <label className="field">
        <span>Team {team}</span>
        <input
          name="template"
          type="text"
          inputMode="url"
          autoComplete="off"
          maxLength={500}
          defaultValue={now?.template}
          placeholder="https://meet.example.org/inc-{number}"
        />
        <small>Begins with https://; empty for none</small>
      </label>
      <Wrong error={doing.error} />
      <div className="row">
        <button className="btn" disabled={doing.busy}>
          Keep it<span className="visually-hidden"> for team {team}</span>
        </button>
      </div>
    </form>
  )
}
