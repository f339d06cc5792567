import { useRoom } from '../desk/room-context.ts'
import { Refusal } from '../parts/refusal.tsx'

/** The last no, when it was about this thing. */
export function NoHere({ at }: { at: string }) {
  const { no, press } = useRoom()
  return no?.at === at ? <Refusal error={no.error} onNext={next => press(next, at)} /> : null
}
