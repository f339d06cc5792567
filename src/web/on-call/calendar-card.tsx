import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { read, remove, write } from '../desk/client.ts'
import { Copyable } from '../parts/copyable.tsx'

interface Feed {
  url: string | null
}

/** My shifts in my own calendar, by an address that only I know. */
export function CalendarCard() {
  const queries = useQueryClient()
  const path = '/api/v1/me/calendar'
  const { data } = useQuery({ queryKey: ['me', 'calendar'], queryFn: () => read<Feed>(path) })
  const change = useMutation({
    mutationFn: (isOn: boolean) => (isOn ? write<Feed>(path) : remove(path)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['me', 'calendar'] }),
  })
  if (!data) return null
  return (
    <section className="pane stack" aria-labelledby="h-calendar">
      <h2 id="h-calendar">Take it with you</h2>
      {data.url ? (
        <>
          <p className="small soft">
            Subscribe to this address in your calendar. Whoever knows it can read your shifts.
          </p>
          <Copyable text={data.url} says="The address of your calendar" />
          <div className="row wrap">
            <button type="button" className="btn" disabled={change.isPending} onClick={() => change.mutate(true)}>
              Another address
            </button>
            <button
              type="button"
              className="btn quiet"
              disabled={change.isPending}
              onClick={() => change.mutate(false)}
            >
              Switch it off
            </button>
          </div>
        </>
      ) : (
        <button type="button" className="btn" disabled={change.isPending} onClick={() => change.mutate(true)}>
          An address for your calendar
        </button>
      )}
      {change.error && <p className="need small">{change.error.message}</p>}
    </section>
  )
}
