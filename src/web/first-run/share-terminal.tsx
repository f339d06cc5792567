import { useQuery } from '@tanstack/react-query'
import type { FirstHour } from '../../api/first-hour.ts'
import { read } from '../desk/client.ts'
import { Copyable } from '../parts/copyable.tsx'
import css from './first-run.module.css'

/** One line in a shell, and the terminal is here. */
export function ShareTerminal({ hour }: { hour: FirstHour }) {
  const { data: get } = useQuery({ queryKey: ['cli'], queryFn: howToGet, staleTime: Number.POSITIVE_INFINITY })
  const { terminal } = hour.steps
  const { url } = hour.address
  return (
    <div className="stack">
      <p className="small soft">
        A terminal belongs to an incident: send a test alert first. Everybody in its room watches, one person types, and
        what the screen shows is recorded.
      </p>
      {get ? (
        <Copyable text={`${get} && ./fireline login && ./fireline share`} says="Copy line" />
      ) : (
        <>
          <p className="small">In a checkout of Fireline:</p>
          <Copyable text={`npx fireline login ${url} && npx fireline share`} says="Copy line" />
        </>
      )}
      <div role="status" className={css.came} data-state={terminal.state === 'done' ? 'tapped' : 'owed'}>
        {terminal.state === 'done' ? (
          <p>
            <b>{terminal.by} shared a terminal.</b>{' '}
            <span className="soft small">It stands in the room of its incident, live and afterwards.</span>
          </p>
        ) : (
          <p className="soft">No terminal is shared yet. It shows up here by itself.</p>
        )}
      </div>
    </div>
  )
}

/** How a machine without a checkout gets the command line from this server; nothing where it is not handed out. */
async function howToGet(): Promise<string> {
  const { get } = await read<{ get: string }>('/cli/about').catch(() => ({ get: '' }))
  return get
}
