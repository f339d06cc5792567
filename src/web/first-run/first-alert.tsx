import type { FirstHour } from '../../api/first-hour.ts'
import { alertmanagerYaml, curlLine, pagerDutyLines } from '../../steps/intake/first-alert.ts'
import { write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Arrival } from './arrival.tsx'
import css from './first-run.module.css'
import { Trouble } from './trouble.tsx'
import { useWish } from './use-wish.ts'

const made = { name: 'Monitoring', kind: 'webhook', service: 'default' }

/** Send a test alert: the same address and key in three forms, and what arrives. */
export function FirstAlert({ hour }: { hour: FirstHour }) {
  const me = useMe()
  const { answer, error, busy, ask } = useWish(() => write<{ url: string }>('/api/v1/integrations', made))
  const url = answer?.url ?? hour.key?.url
  return (
    <div className="stack">
      {url && <Lines url={url} />}
      {!url && me && me.role !== 'admin' && <p className="small soft">An admin makes the key that alerts come with.</p>}
      <Arrival arrived={hour.arrived} />
      {!url && me?.role === 'admin' && (
        <>
          <p className="small soft">A key is not shown again once an alert came with it. Another one is, now.</p>
          <Trouble error={error} />
          <button type="button" className="btn" disabled={busy} onClick={() => void ask()}>
            Make another key
          </button>
        </>
      )}
    </div>
  )
}

function Lines({ url }: { url: string }) {
  return (
    <div className={css.lines}>
      <h3>From a shell</h3>
      <Copyable text={curlLine(url)} says="Copy line" />
      <h3>Prometheus, in alertmanager.yml</h3>
      <Copyable text={alertmanagerYaml(url)} says="Copy YAML" />
      <h3>What pages PagerDuty today: its address and key</h3>
      <Copyable text={pagerDutyLines(url)} says="Copy both" />
    </div>
  )
}
