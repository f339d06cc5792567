import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Entry } from '../../incident/entry.ts'
import { nextStep } from '../../incident/next-step.ts'
import type { Person } from '../../roster/person.ts'
import { read } from '../desk/client.ts'
import type { Seen } from '../desk/live-timeline.ts'
import { showEntry } from '../desk/regions.ts'
import { RoomContext, useRoom } from '../desk/room-context.ts'
import { useGone } from '../desk/use-gone.ts'
import { useLastLook } from '../desk/use-last-look.ts'
import { useLeadView } from '../desk/use-lead-view.ts'
import { useLiveTimeline } from '../desk/use-live-timeline.ts'
import { type Me, useMe } from '../desk/use-me.ts'
import { useMoves } from '../desk/use-moves.ts'
import { useNow } from '../desk/use-now.ts'
import { type Places, usePlaces } from '../desk/use-places.ts'
import { useUnsent } from '../desk/use-unsent.ts'
import { later } from '../parts/later.tsx'
import { Asked } from './asked.tsx'
import { Desk } from './desk.tsx'
import { Guide } from './guide.tsx'
import { NextBar } from './next-bar.tsx'
import { Opening } from './opening.tsx'
import css from './room.module.css'
import { type RoomAction, roomActions } from './room-actions.ts'
import { RoomBar } from './room-bar.tsx'
import { roomItems } from './room-items.ts'
import { Strip } from './strip.tsx'
import { Tabs } from './tabs.tsx'
import { whyTooOld } from './too-old.ts'
import { useAsking } from './use-asking.ts'
import { useLinkedEntry } from './use-linked-entry.ts'
import { useRoomKeys } from './use-room-keys.ts'
import { useSizeUp } from './use-size-up.ts'

const KeySheet = later(() => import('../parts/key-sheet.tsx').then(all => all.KeySheet))

/** The room of one incident: where responders look, decide and act. */
export function RoomPage({ name }: { name: string }) {
  const me = useMe()
  const { seen, add, heardOfSaving } = useLiveTimeline(name)
  const now = useNow(seen.lostAt || seen.cannotSaveSince ? 1_000 : 5_000)
  const people = useQuery({ queryKey: ['people'], queryFn: () => read<{ people: Person[] }>('/api/v1/people') })
  const incident = seen.is.id
  const tooOld = whyTooOld(seen, now)
  const kept = useUnsent({ incident, person: me?.id, isCutOff: tooOld !== undefined, add, heardOfSaving })
  const asking = useAsking({ incident: incident || name, add, words: kept.words, tooOld })
  const places = usePlaces()
  const gone = useGone(incident)
  const { sizeUp, isSettled } = useSizeUp(name, seen.is.seq > 0)
  const { is } = seen
  const everyone = (people.data?.people ?? []).filter(one => one.kind !== 'service')
  const nameOf = useMemo(() => {
    const known = [...(people.data?.people ?? []), ...is.people.map(one => ({ id: one.person, name: one.name }))]
    const names = new Map(known.map(one => [one.id, one.name]))
    return (person: string) => names.get(person) ?? 'Somebody'
  }, [people.data, is.people])
  useEffect(() => {
    document.title = is.seq > 0 ? `INC-${is.number} ${is.title} · Fireline` : 'Fireline'
  }, [is])

  if (is.seq === 0 || !me || !isSettled) return <Opening {...seen} />
  const { entries, present, looking, cannotSaveSince, asOf } = seen
  const { selection, select, go } = places
  const looks = { me, present, looking, gone, now, nameOf, selection, select, go, people: everyone }
  const room = { is, entries, sizeUp, tooOld, cannotSaveSince, asOf, ...looks, ...kept, ...asking }
  return (
    <RoomContext value={room}>
      <OpenRoom me={me} places={places} asking={asking} seen={seen} />
    </RoomContext>
  )
}

type Asking = ReturnType<typeof useAsking>

interface Opened {
  me: Me
  places: Places
  asking: Asking
  seen: Seen
}

function OpenRoom({ me, places, asking, seen }: Opened) {
  const room = useRoom()
  const { is, entries, now } = room
  const [help, setHelp] = useState(false)
  const { opened } = asking
  const lead = useLeadView(seen, me, places)
  const look = useLastLook(entries)
  const step = nextStep(is, me, now.toISOString())
  const actions = roomActions(is, me, step, now.toISOString())
  const run = ({ next, off }: RoomAction) => (off ? asking.tell(off) : asking.press(next))
  const catchUp = () => {
    if (!look.missed) return
    const { after } = look.missed
    look.caughtUp()
    places.go('timeline')
    setTimeout(() => showFirstAfter(entries, after))
  }
  useLinkedEntry(places)
  useMoves(is.id)
  useRoomKeys({ actions, places, run, catchUp, help: () => setHelp(true) })
  return (
    <>
      <div className={css.room}>
        <RoomBar
          lostAt={seen.lostAt}
          nextTryAt={seen.nextTryAt}
          items={roomItems(room, actions, run)}
          onHelp={() => setHelp(true)}
        />
        <Guide step={step.step} />
        <NextBar step={step} />
        <Desk tab={places.tab} no={asking.no} />
        <Strip lead={lead} missed={look.missed} onCatchUp={catchUp} />
        <Tabs tab={places.tab} onTab={places.go} />
      </div>
      {opened && <Asked next={opened} onClose={() => asking.close(opened)} />}
      {help && <KeySheet onClose={() => setHelp(false)} />}
    </>
  )
}

function showFirstAfter(entries: readonly Entry[], after: number): void {
  const at = entries.findIndex(entry => entry.seq > after)
  const first = entries[at]
  if (first) showEntry(first.at, at / entries.length)
}
