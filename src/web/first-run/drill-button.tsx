import { useQuery } from '@tanstack/react-query'
import { type UIEvent, useLayoutEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { DrillRun } from '../../api/drill-run.ts'
import { read, remove, write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import css from './drill-button.module.css'
import { Trouble } from './trouble.tsx'
import { useWish } from './use-wish.ts'

const path = '/api/v1/drills'
const lookAgainMs = 1_000

/** Starts a drill on this server, shows what it says while it plays, and stops it. */
export function DrillButton() {
  const me = useMe()
  const { data, refetch } = useQuery({
    queryKey: ['drills'],
    queryFn: () => read<{ drills: DrillRun[] }>(path),
    refetchInterval: ({ state }) => (state.data?.drills[0] && !isOver(state.data.drills[0]) ? lookAgainMs : false),
  })
  const last = data?.drills[0]
  if (!me) return null
  if (me.role === 'viewer') return <p className="small soft">A responder or an admin starts it.</p>
  return (
    <div className="stack">
      {last && isOver(last) && <Over run={last} />}
      {last && !isOver(last) ? (
        <Playing run={last} onAsked={() => void refetch()} />
      ) : (
        <Start onAsked={() => void refetch()} again={last !== undefined} />
      )}
    </div>
  )
}

const isOver = ({ state }: DrillRun): boolean => state !== 'running' && state !== 'stopping'

function Start({ onAsked, again }: { onAsked(): void; again: boolean }) {
  const [ring, setRing] = useState(false)
  const { error, busy, ask } = useWish(body => write(path, body).then(onAsked))
  const start = (auto: boolean) => void ask({ fault: 'bad-deploy', auto, ring })
  return (
    <div className="stack">
      <label className={css.ring}>
        <input type="checkbox" checked={ring} onChange={event => setRing(event.currentTarget.checked)} />
        <span>Ring my phone as well. Nobody else is told.</span>
      </label>
      <Trouble error={error} />
      <p className={css.ways}>
        <button type="button" className="btn primary" disabled={busy} onClick={() => start(true)}>
          {busy ? 'Starting…' : again ? 'Watch another one' : 'Watch one first'}
        </button>
        <button type="button" className="btn" disabled={busy} onClick={() => start(false)}>
          Put one out myself
        </button>
      </p>
    </div>
  )
}

function Playing({ run, onAsked }: { run: DrillRun; onAsked(): void }) {
  const { error, busy, ask } = useWish(() => remove(`${path}/${run.id}`).then(onAsked))
  const isStopping = busy || run.state === 'stopping'
  return (
    <div className="stack">
      <p role="status">
        <b>
          {isStopping ? 'It is being taken away.' : run.incident ? 'It burns.' : 'A shop is being built and broken.'}
        </b>
      </p>
      <Lines run={run} />
      <Trouble error={error} />
      <p className={css.ways}>
        {run.incident && (
          <Link className="btn" href={`/incidents/${run.incident}`}>
            Open the room of {run.incident}
          </Link>
        )}
        <button type="button" className="btn" disabled={isStopping} onClick={() => void ask({})}>
          {isStopping ? 'Stopping…' : 'Stop the drill'}
        </button>
      </p>
    </div>
  )
}

function Over({ run }: { run: DrillRun }) {
  return (
    <div className="stack">
      <p role="status">
        {run.state === 'done' && <b>It is out, {minutes(run)}.</b>}
        {run.state === 'stopped' && <b>It was stopped, and nothing of it is left.</b>}
        {run.state === 'failed' && <b>It did not go to its end: {run.reason}</b>}
      </p>
      {run.incident && (
        <p>
          <Link className="btn" href={`/incidents/${run.incident}`}>
            Look at {run.incident} again
          </Link>
        </p>
      )}
      {run.truth && (
        <p className="small">
          What it was: {run.truth.entity}: {run.truth.mechanism}. Tempting but wrong: {run.truth.temptingTheory}.
        </p>
      )}
      <details className={css.more}>
        <summary>What happened</summary>
        <Lines run={run} />
      </details>
    </div>
  )
}

/** How long it was from the breaking to the end. */
function minutes({ lines }: DrillRun): string {
  const broken = lines.find(line => line.step === 'broken')?.atMs ?? 0
  const seconds = Math.round(((lines.at(-1)?.atMs ?? 0) - broken) / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} after it broke`
}

/** The newest line stays in sight, unless somebody reads further up. */
function Lines({ run }: { run: DrillRun }) {
  const list = useRef<HTMLOListElement>(null)
  const readsUp = useRef(false)
  useLayoutEffect(() => {
    if (list.current && !readsUp.current && !isOver(run)) list.current.scrollTop = list.current.scrollHeight
  }, [run])
  const noteWhere = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: UIEvent) => {
    readsUp.current = scrollHeight - scrollTop - clientHeight > 40
  }
  return (
    <ol ref={list} onScroll={noteWhere} className={css.lines} aria-label="What the drill says" tabIndex={0}>
      {run.lines.map(({ step, words, atMs }) => (
        <li key={`${step} ${atMs} ${words}`}>
          <b>{step}</b> {words}
        </li>
      ))}
    </ol>
  )
}
