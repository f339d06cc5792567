import { type FormEvent, useState } from 'react'
import { remove, write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { given } from '../parts/given.ts'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Agent {
  id: string
  host: string
  level?: number
  checks: string[]
  logs: string[]
  reviewers: string[]
  connected: boolean
  seenAt?: string
  madeBy: string
  enrolledAt: string
  revokedAt?: string
  revokedBy?: string
}

const path = '/api/v1/agents'
const levels = ['nothing', 'eyes', 'checks', 'signed steps', 'a shell'] as const

/** The agents of hosts: what each host allows, when it was seen last, and the end of it. */
export function AgentsPart({ me }: { me: Me }) {
  const { data } = useRead<{ agents: Agent[] }>(path)
  const [ending, setEnding] = useState<Agent>()
  const isAdmin = me.role === 'admin'
  return (
    <>
      <p className="soft">
        Most need none: <code>fireline share -- ssh db-1</code> and <code>fireline logs --via ssh db-1 -- …</code>{' '}
        install nothing. What an agent may do stands in a file on its host that only root can write; here it can only be
        read, and ended.
      </p>
      {data?.agents.length === 0 && <p className="empty">No host has an agent.</p>}
      <ul className={css.rows} aria-label="Agents">
        {data?.agents.map(agent => (
          <li key={agent.id}>
            <AgentLine agent={agent} />
            {isAdmin && !agent.revokedAt && (
              <button type="button" className="btn quiet" onClick={() => setEnding(agent)}>
                Revoke…<span className="visually-hidden"> the agent of {agent.host}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && <Enrol />}
      {ending && <Revoking agent={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function Revoking({ agent, onClose }: { agent: Agent; onClose(): void }) {
  const doing = useDoing()
  const revoke = async () => {
    if (await doing.run(() => remove(`${path}/${agent.id}`), path)) onClose()
  }
  return (
    <Dialog title={`Revoke the agent of ${agent.host}`} onClose={onClose}>
      <div className="stack">
        <p>
          Its line ends within a second, and its key opens nothing any more. To have it back, the host is enrolled anew.
        </p>
        <Wrong error={doing.error} />
        <div className="row">
          <button type="button" className="btn primary big" disabled={doing.busy} onClick={() => void revoke()}>
            Revoke it
          </button>
          <button type="button" className="btn quiet big" onClick={onClose}>
            Back
          </button>
        </div>
      </div>
    </Dialog>
  )
}

function AgentLine({ agent }: { agent: Agent }) {
  const now = useNow()
  const { host, level, connected, seenAt, revokedAt, revokedBy, enrolledAt, madeBy } = agent
  const seen = seenAt ? `last seen ${dayAndTime(seenAt, now)}` : 'never seen'
  const state = revokedAt ? `revoked ${dayAndTime(revokedAt, now)} by ${revokedBy}` : connected ? 'connected' : seen
  return (
    <div className={css.what}>
      <span>
        <b>{host}</b>{' '}
        {!revokedAt && level !== undefined && (
          <span className="tag">
            level {level}: {levels[level]}
          </span>
        )}
      </span>
      <span className="note">
        {state}; enrolled {dayAndTime(enrolledAt, now)} by {madeBy}
      </span>
      {!revokedAt && <span className="note">{allowsOf(agent)}</span>}
    </div>
  )
}

function allowsOf({ logs, checks, reviewers }: Agent): string {
  const all: [what: string, names: string[]][] = [
    ['Logs', logs],
    ['Checks', checks],
    ['Steps signed by', reviewers],
  ]
  return all
    .filter(([, names]) => names.length > 0)
    .map(
      ([what, names]) =>
        `${what}: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}.`,
    )
    .join(' ')
}

function Enrol() {
  const doing = useDoing()
  const [made, setMade] = useState<{ host: string; code: string }>()
  function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const host = given(event.currentTarget)('host').trim()
    void doing.run(async () => setMade(await write(path, { host })), path)
  }
  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-enrol">
      <h2 id="h-enrol">Enrol a host</h2>
      <p className="small soft">
        A code for one host, once, for ten minutes. It allows nothing by itself: the file on the host does.
      </p>
      <form className={css.line} onSubmit={make}>
        <label className="field">
          <span>Host</span>
          <input name="host" required maxLength={253} autoComplete="off" spellCheck={false} placeholder="db-1" />
        </label>
        <button className="btn big" disabled={doing.busy}>
          Make a code
        </button>
      </form>
      <Wrong error={doing.error} />
      {made && (
        <div className={css.section} role="status">
          <p className="small">On {made.host}, as the agent’s own user, within ten minutes:</p>
          <Copyable text={`fireline agent enrol ${made.code}`} says="Copy line" />
        </div>
      )}
    </section>
  )
}
