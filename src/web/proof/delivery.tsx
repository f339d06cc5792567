import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { countedWords, type PageSaid, stateWords, storyOf, whyThisWay } from '../../api/page-record.ts'
import { overWords } from '../../roster/contact-name.ts'
import { read } from '../desk/client.ts'
import { clockTime, exactTime } from '../desk/clock.ts'
import { Shell } from '../overview/shell.tsx'
import { Icon } from '../parts/icon.tsx'
import css from './proof.module.css'

const lookEveryMs = 5_000

interface Recorded {
  pages: PageSaid[]
  nobodyToCall: string | null
}

/** The delivery record of one incident: each page, every attempt with the receiver's own answer, and how far it came. */
export default function DeliveryPage({ name }: { name: string }) {
  const path = `/api/v1/incidents/${encodeURIComponent(name)}`
  const is = useQuery({ queryKey: [path], queryFn: () => read<{ number: number; title: string }>(path) }).data
  const { data, error } = useQuery({
    queryKey: ['pages', name],
    queryFn: () => read<Recorded>(`${path}/pages`),
    refetchInterval: lookEveryMs,
  })
  useEffect(() => {
    document.title = `What became of its pages · ${name} · Fireline`
  }, [name])
  return (
    <Shell>
      <main className="page">
        <p className={css.back}>
          <Link href={`/incidents/${name}`}>
            INC-{is?.number ?? name.replace(/^inc-/i, '')} {is?.title}
          </Link>
        </p>
        <h1>What became of its pages</h1>
        {error && <p className="need">{error.message}</p>}
        {data && <DeliveryRecord {...data} />}
      </main>
    </Shell>
  )
}

function DeliveryRecord({ pages, nobodyToCall }: Recorded) {
  return (
    <>
      <p className="soft">{pages.length === 0 ? 'Nobody was called.' : `${countedWords(pages)}.`}</p>
      <p className="note">
        Handed over means that a receiver took it, no more. Shown and tapped are said by the page itself, and by who
        pressed.
      </p>
      {nobodyToCall && <p className="need">{nobodyToCall}</p>}
      {[...Map.groupBy(pages, page => page.person.id)].map(([id, theirs]) => (
        <section key={id} className={css.person} aria-label={theirs[0]?.person.name}>
          <h2>{theirs[0]?.person.name}</h2>
          {theirs.map(page => (
            <OnePage key={page.id} page={page} all={pages} />
          ))}
        </section>
      ))}
    </>
  )
}

function OnePage({ page, all }: { page: PageSaid; all: readonly PageSaid[] }) {
  const why = whyThisWay(page, all, clockTime)
  const icon =
    page.state === 'failed' ? 'alert' : page.state === 'tapped' ? 'check' : page.state === 'shown' ? 'eye' : 'call'
  return (
    <article className={`pane ${css.call}`} aria-label={`By ${overWords(page)}, ${stateWords[page.state]}`}>
      <h3 className={page.state === 'failed' ? 'need' : ''}>
        <Icon name={icon} /> {overWords(page)}, {stateWords[page.state]}
      </h3>
      <p className="note">
        Told: {page.reason}. {why}
      </p>
      <ol className={css.story}>
        {storyOf(page).map(({ at, says, answer, isBad }) => (
          <li key={`${at}${says}`} className={isBad ? 'need' : ''}>
            <time dateTime={at}>{exactTime(new Date(at))}</time>
            <span>
              {says}
              {answer && <code>{answer}</code>}
            </span>
          </li>
        ))}
      </ol>
      {page.unanswered && (
        <p className="need small">
          {page.unanswered === 1 ? '1 attempt' : `${page.unanswered} attempts`} began and never said how it ended: in
          doubt it was sent again, marked as a repeat.
        </p>
      )}
    </article>
  )
}
