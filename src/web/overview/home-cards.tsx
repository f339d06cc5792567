import type { Me } from '../desk/use-me.ts'
import { LastDaysCard } from './last-days-card.tsx'
import { OnCallCard } from './on-call-card.tsx'
import { ReadyCard } from './ready-card.tsx'
import { useLastDays, useMyOnCall, useReadiness } from './use-home.ts'

export function HomeCards({ me, now, isQuiet }: { me: Me; now: Date; isQuiet?: boolean }) {
  const [onCall, ready, days] = [useMyOnCall(), useReadiness(), useLastDays(now)]
  return (
    <>
      {onCall.data && <OnCallCard onCall={onCall.data} me={me} now={now} />}
      {ready.data && <ReadyCard ready={ready.data} me={me} now={now} isQuiet={isQuiet} />}
      {days.data && <LastDaysCard lines={days.data.incidents} found={days.data.found} />}
    </>
  )
}
