import { useRoom } from '../desk/room-context.ts'
import { Refusal } from '../parts/refusal.tsx'
import { type HostAgentHere, useAskingHost, useHostAgents } from './use-host-agents.ts'

const aroundMs = 15 * 60_000

/** What the hosts' own agents let us look at, each as one press; what comes is evidence. Without agents it is not there. */
export default function OnHost() {
  const agents = useHostAgents().filter(one => one.logs.length + one.checks.length > 0)
  const asking = useAskingHost()
  const room = useRoom()
  if (agents.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-on-host">
      <div className="sec-head">
        <h2 id="h-on-host">Look on a host</h2>
      </div>
      <div className="stack">
        {agents.map(agent => (
          <Looks key={agent.id} agent={agent} asking={asking} />
        ))}
      </div>
      <p className="note" role="status">
        {asking.busy ? `${asking.busy}…` : asking.says}
      </p>
      {asking.no && <Refusal error={asking.no} onNext={next => room.press(next)} />}
    </section>
  )
}

function Looks({ agent, asking }: { agent: HostAgentHere; asking: ReturnType<typeof useAskingHost> }) {
  const { is, tooOld } = useRoom()
  const { host, logs, checks } = agent
  const onset = Date.parse(is.startedAt || is.openedAt)
  const window = { from: new Date(onset - aroundMs).toISOString(), to: new Date(onset + aroundMs).toISOString() }
  const look = (log: string) => asking.ask(host, 'look', { log, ...window }, `log ${log}`)
  const check = (name: string) => asking.ask(host, 'run-check', { check: name }, `check ${name}`)
  const button = (says: string, press: () => Promise<void>) => (
    <button
      key={says}
      type="button"
      className="btn"
      disabled={asking.busy !== undefined || tooOld !== undefined}
      onClick={() => void press()}
    >
      {says}
    </button>
  )
  return (
    <div className="row wrap">
      <b>{host}</b>
      {logs.map(name => button(`log ${name}`, () => look(name)))}
      {checks.map(name => button(`check ${name}`, () => check(name)))}
    </div>
  )
}
