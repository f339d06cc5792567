import { useQuery } from '@tanstack/react-query'
import { type DryRun as Dry, type DryStep, dryRunPath } from '../../api/stand-bys.ts'
import { write } from '../desk/client.ts'
import css from './traffic.module.css'

/** Exactly what would be sent to the proxy for that share, and the way back, from the proxy as it is now. Nothing is sent. */
export function DryRun({ standBy, share }: { standBy: string; share: number }) {
  const { data, error, isFetching } = useQuery({
    queryKey: ['dry-run', standBy, share],
    queryFn: () => write<Dry>(dryRunPath(standBy), { share }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  if (error) return <p className="need small">{error.message} Nothing was sent.</p>
  if (!data) return <p className="note">The proxy is asked how it stands.</p>
  return (
    <section className={css.dry} aria-label="Dry run" aria-busy={isFetching}>
      <p className="note">
        Dry run, nothing was sent. Now:{' '}
        {data.servers.map(one => `${one.name} ${one.state}`).join(', ') || 'no server at all'}.
      </p>
      {data.steps.length === 0 && <p>It is so already: nothing would be sent.</p>}
      {data.steps.length > 0 && <p className="small soft">Would be sent, one after the other:</p>}
      <Steps steps={data.steps} />
      <p className="small">{capital(data.cuts)}.</p>
      {data.wayBack.length > 0 && (
        <details className={css.fold}>
          <summary>The way back, made before the first step</summary>
          <Steps steps={data.wayBack} />
        </details>
      )}
    </section>
  )
}

function Steps({ steps }: { steps: readonly DryStep[] }) {
  return (
    <ol>
      {steps.map(({ says, command, body }, n) => (
        <li key={n}>
          <span className="small">{says}</span>
          <code className="cmd">{body ? `${command}\n${body}` : command}</code>
        </li>
      ))}
    </ol>
  )
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
