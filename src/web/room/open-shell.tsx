import { useEffect, useState } from 'react'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { ShellDialog } from './shell-dialog.tsx'
import css from './terminal.module.css'

/** More hosts than these are named at the terminal: `fireline shell HOST`. */
const mostButtons = 3
const lookAgainMs = 30_000

/** A button for each host whose own file lets its agent open shells; where there is none, nothing. */
export default function OpenShell() {
  const { is } = useRoom()
  const hosts = useHosts(is.id)
  const [host, setHost] = useState<string>()
  if (hosts.length === 0) return null
  return (
    <div className={css.shells}>
      {hosts.slice(0, mostButtons).map(one => (
        <button key={one} type="button" className="btn" onClick={() => setHost(one)}>
          <Icon name="term" /> Open a shell on {one}…
        </button>
      ))}
      {hosts.length > mostButtons && (
        <span className="note">
          {hosts.length - mostButtons} more hosts: <code>fireline shell HOST</code>
        </span>
      )}
      {host && <ShellDialog host={host} onClose={() => setHost(undefined)} />}
    </div>
  )
}

function useHosts(incident: string): readonly string[] {
  const [hosts, setHosts] = useState<readonly string[]>([])
  useEffect(() => {
    let isHere = true
    const look = () =>
      read<{ hosts: string[] }>(`/api/v1/incidents/${incident}/openings`).then(
        answer => isHere && setHosts(answer.hosts),
        () => {},
      )
    void look()
    const timer = setInterval(look, lookAgainMs)
    return () => {
      isHere = false
      clearInterval(timer)
    }
  }, [incident])
  return hosts
}
