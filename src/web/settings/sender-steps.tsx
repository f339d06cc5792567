import { Copyable } from '../parts/copyable.tsx'
import css from './settings.module.css'
import { useRead } from './use-forms.ts'

interface Known {
  kind: string
  name: string
  vendorPage?: string
  setUp: string[]
}

/** What to do on the sender's side, with the address of the new key in it. A template is copied whole. */
export function SenderSteps({ kind, url }: { kind: string; url: string }) {
  const { data } = useRead<{ senders: Known[] }>('/api/v1/senders')
  const known = data?.senders.find(one => one.kind === kind)
  if (!known) return null
  return (
    <section className="stack" aria-label={`Setting up ${known.name}`}>
      <p>
        <b>On the side of {known.name}</b>
      </p>
      {known.setUp.map(line => (
        <Step key={line} line={line.replaceAll('{url}', url)} />
      ))}
      {known.vendorPage && (
        <a className="small" href={known.vendorPage} rel="noreferrer" target="_blank">
          Its own page about this
        </a>
      )}
    </section>
  )
}

function Step({ line }: { line: string }) {
  if (!line.includes('\n')) return <p className="small">{line}</p>
  return (
    <div className={css.template}>
      <Copyable text={line} says="Copy it" />
    </div>
  )
}
