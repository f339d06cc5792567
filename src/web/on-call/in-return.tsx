import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { saySpan } from './say-time.ts'

interface InReturnProps {
  schedule: string
  /** Who is asked, alone. */
  person: { id: string; name: string }
  now: Date
}

interface Shifts {
  shifts: { from: string; to: string; person: { id: string } | null }[]
}

const aheadMs = 8 * 7 * 24 * 3_600_000
const most = 12

/** Which shift of theirs I take for mine; one yes then changes both. */
export function InReturn({ schedule, person, now }: InReturnProps) {
  const { data } = useQuery({
    queryKey: ['shifts', schedule],
    queryFn: () => {
      const span = new URLSearchParams({ from: now.toISOString(), to: new Date(now.getTime() + aheadMs).toISOString() })
      return read<Shifts>(`/api/v1/schedules/${encodeURIComponent(schedule)}/shifts?${span}`)
    },
  })
  const theirs = (data?.shifts ?? []).filter(
    one => one.person?.id === person.id && Date.parse(one.from) > now.getTime() + 60_000,
  )
  if (data && theirs.length === 0)
    return <p className="small soft">{person.name} has no shift here in the coming eight weeks to take in return.</p>
  return (
    <label className="field">
      <span>
        In return I take <small>one yes changes both</small>
      </span>
      <select name="return" defaultValue="">
        <option value="">nothing: it is a favour</option>
        {theirs.slice(0, most).map(({ from, to }) => (
          <option key={from} value={`${from} ${to}`}>
            {saySpan({ from, to }, now)}
          </option>
        ))}
      </select>
    </label>
  )
}
