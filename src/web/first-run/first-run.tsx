import { useEffect, useState } from 'react'
import { type FirstHour, type FirstHourStep, firstHourSteps } from '../../api/first-hour.ts'
import { useMe } from '../desk/use-me.ts'
import { Shell } from '../overview/shell.tsx'
import { Icon } from '../parts/icon.tsx'
import { AddressNote } from './address-note.tsx'
import { Drill } from './drill.tsx'
import { FirstAlert } from './first-alert.tsx'
import css from './first-run.module.css'
import { Heartbeat } from './heartbeat.tsx'
import { Invite } from './invite.tsx'
import { Ring } from './ring.tsx'
import { Senders } from './senders.tsx'
import { ShareTerminal } from './share-terminal.tsx'
import { Step } from './step.tsx'
import { useFirstHour } from './use-first-hour.ts'

/** The first hour: four steps in any order, each can be skipped; then what keeps this house honest. */
export default function FirstRunPage() {
  const { data: hour, error } = useFirstHour()
  const me = useMe()
  useEffect(() => {
    document.title = 'First hour · Fireline'
  }, [])
  return (
    <Shell>
      <main className={`page ${css.page}`}>
        <h1>The first hour</h1>
        {error && !hour && <p className="need">{error.message}</p>}
        {hour && <Steps hour={hour} />}
        {hour && <Heartbeat hour={hour} />}
        <Drill />
        {me && me.role !== 'viewer' && (
          <details className={`pane ${css.more}`}>
            <summary>
              <h2>More senders, each with a key of its own</h2>
              <Icon name="down" className="soft" />
            </summary>
            <Senders />
          </details>
        )}
      </main>
    </Shell>
  )
}

const titles: Record<FirstHourStep, string> = {
  ring: 'Ring my phone',
  alert: 'Send a test alert',
  invite: 'Invite somebody',
  terminal: 'Share a terminal',
}

function Steps({ hour }: { hour: FirstHour }) {
  const { open, setOpen } = useOpenStep(hour)
  const over = firstHourSteps.filter(step => hour.steps[step].state !== 'open').length
  const next = firstHourSteps.find(step => hour.steps[step].state === 'open')
  const go = (step: FirstHourStep) => {
    setOpen(step)
    document.querySelector<HTMLElement>(`#${step} > summary`)?.focus()
  }
  const shared = (step: FirstHourStep) => ({
    step,
    title: titles[step],
    state: hour.steps[step],
    isOpen: open === step,
    onOpen: (isOpen: boolean) => setOpen(isOpen ? step : undefined),
    ...(next && next !== step && { onNext: { title: titles[next], go: () => go(next) } }),
  })
  return (
    <>
      <p className="soft">{over} of 4, in any order. None of it needs mail, a domain or a certificate.</p>
      <div className={css.steps}>
        <Step {...shared('ring')} icon="bell" says="Before anything burns, know that it rings">
          <Ring hour={hour} />
          <AddressNote address={hour.address} />
        </Step>
        <Step {...shared('alert')} icon="plug" says="curl, Prometheus, or what pages PagerDuty">
          <FirstAlert hour={hour} />
        </Step>
        <Step {...shared('invite')} icon="people" says="A link for one person, or a code to scan">
          <Invite hour={hour} />
        </Step>
        <Step {...shared('terminal')} icon="term" says="Your own shell, watched by all">
          <ShareTerminal hour={hour} />
        </Step>
      </div>
    </>
  )
}

const named = (hash: string) => firstHourSteps.find(step => `#${step}` === hash)

/** One step is open at a time: the one that the address names, else the first that is not over. */
function useOpenStep(hour: FirstHour) {
  const first = firstHourSteps.find(step => hour.steps[step].state === 'open')
  const [open, setOpen] = useState<FirstHourStep | undefined>(named(location.hash) ?? first)
  useEffect(() => {
    const follow = () => setOpen(was => named(location.hash) ?? was)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return { open, setOpen }
}
