import { lastResort, type Reach } from '../../steps/notify/wakes.ts'

/** Says to a person whom a page would not wake that it would not. Says nothing when all is well. */
export function WakeNote({ reach }: { reach: Reach | undefined }) {
  if (!reach) return null
  if (reach.trouble) return <p className="need small">{reach.trouble}</p>
  const last = lastResort(reach)
  return last ? <p className="soft small">{last}</p> : null
}
