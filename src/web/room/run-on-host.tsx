import { useRoom } from '../desk/room-context.ts'
import { Refusal } from '../parts/refusal.tsx'
import { useAskingHost, useHostAgents } from './use-host-agents.ts'
import { usePage } from './use-page.ts'

/** A signed step, run by the agents of hosts that name reviewers. Whether the signer is one of them, the host says itself. */
export default function RunOnHost({ page, step }: { page: string; step: string }) {
  const { press, tooOld } = useRoom()
  const { data } = usePage(page)
  const agents = useHostAgents().filter(one => one.level >= 3 && one.reviewers.length > 0)
  const asking = useAskingHost()
  if (!data?.signed.includes(step) || agents.length === 0) return null
  return (
    <>
      {agents.map(({ id, host }) => (
        <button
          key={id}
          type="button"
          className="btn"
          disabled={asking.busy !== undefined || tooOld !== undefined}
          onClick={() => void asking.ask(host, 'run-step', { page, step }, step)}
        >
          {asking.busy ? 'Running…' : `Run on ${host}`}
        </button>
      ))}
      <span className="note" role="status">
        {asking.says}
      </span>
      {asking.no && <Refusal error={asking.no} onNext={next => press(next)} />}
    </>
  )
}
