import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { nextStep } from '../../incident/next-step.ts'
import type { Person } from '../../roster/person.ts'
import { read } from '../desk/client.ts'
import { openForm } from '../desk/forms.ts'
import { useKeys } from '../desk/keys.ts'
import { RoomContext } from '../desk/room-context.ts'
import { useLiveTimeline } from '../desk/use-live-timeline.ts'
import { useMe } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { useUnsent } from '../desk/use-unsent.ts'
import { KeySheet } from '../parts/key-sheet.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { Board } from './board.tsx'
import { Changes } from './changes.tsx'
import { DraftDialog } from './draft-dialog.tsx'
import { Guide } from './guide.tsx'
import { NextBar } from './next-bar.tsx'
import { Opening } from './opening.tsx'
import { Pages } from './pages.tsx'
import { People } from './people.tsx'
import { Remarks } from './remarks.tsx'
import css from './room.module.css'
import { RoomBar } from './room-bar.tsx'
import { SizeUpCard } from './size-up-card.tsx'
import { type Tab, Tabs } from './tabs.tsx'
import { Terminals } from './terminals.tsx'
import { Timeline } from './timeline.tsx'
import { Told } from './told.tsx'
import { whyTooOld } from './too-old.ts'
import { useAsking } from './use-asking.ts'

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
  const [tab, setTab] = useState<Tab>('now')
  const [help, setHelp] = useState(false)
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

  const step = me && nextStep(is, me, now.toISOString())
  const open = (label: string, command: string) => () => asking.press(openForm(label, command))
  useKeys({
    help: () => setHelp(true),
    next: () => step?.does && asking.press(step.does),
    update: open('Post an update', 'post-update'),
    evidence: open('Add evidence', 'add-evidence'),
    hypothesis: open('What might it be', 'propose-hypothesis'),
    suggest: open('Suggest a remedy', 'suggest'),
    change: open('Propose a change', 'propose-change'),
    write: () => document.querySelector<HTMLElement>('#write')?.focus(),
  })

  if (is.seq === 0 || !me || !step) return <Opening {...seen} />
  const { entries, present, cannotSaveSince } = seen
  const room = { is, entries, me, people: everyone, present, now, nameOf, tooOld, cannotSaveSince, ...kept, ...asking }
  const hasTerminal = is.terminals.some(one => one.state === 'live')
  const hasChange = is.changes.length > 0
  return (
    <RoomContext value={room}>
      <div className={css.room}>
        <RoomBar lostAt={seen.lostAt} nextTryAt={seen.nextTryAt} onHelp={() => setHelp(true)} />
        <Guide step={step.step} />
        <NextBar step={step} />
        <main className={css.desk} data-tab={tab}>
          <div className={css.side} data-for="timeline">
            <Timeline isChosen={tab === 'timeline'} onShow={part => setTab(part as Tab)} />
          </div>
          <div className={`${css.stage} scroll`} data-for="now">
            {asking.no?.at === 'room' && (
              <div className={css.no}>
                <Refusal error={asking.no.error} onNext={next => asking.press(next)} />
              </div>
            )}
            {hasTerminal && <Terminals />}
            {hasChange && <Changes />}
            <SizeUpCard />
            <Pages />
            {!hasChange && <Changes />}
            {!hasTerminal && <Terminals />}
          </div>
          <div className={`${css.side} scroll`} data-for="board">
            <Remarks />
            <Board />
            <People />
            <Told />
          </div>
        </main>
        <Tabs tab={tab} onTab={setTab} />
      </div>
      {asking.opened?.command === 'accept-page' && <DraftDialog next={asking.opened} onClose={asking.close} />}
      {asking.opened && asking.opened.command !== 'accept-page' && (
        <AskDialog key={JSON.stringify(asking.opened)} next={asking.opened} onClose={asking.close} />
      )}
      {help && <KeySheet onClose={() => setHelp(false)} />}
    </RoomContext>
  )
}
