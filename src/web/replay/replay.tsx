import { useEffect, useMemo, useState } from 'react'
import { Link } from 'wouter'
import { worthReplaying } from '../../steps/document/worth-replaying.ts'
import { useMe } from '../desk/use-me.ts'
import { useShadowHours } from '../desk/use-shadow-hours.ts'
import { Icon } from '../parts/icon.tsx'
import { BoardThen } from './board-then.tsx'
import { CommentNow, Comments, WriteComment } from './comments.tsx'
import { Controls } from './controls.tsx'
import { type Decision, Decisions, Stop } from './decisions.tsx'
import { FindBox } from './find-box.tsx'
import { momentOfHash } from './link.ts'
import { MarkList } from './mark-list.tsx'
import { type Mark, markFrom, recordedMarks } from './marks.ts'
import { beatsOf, countTo } from './moments.ts'
import css from './replay.module.css'
import { Screen } from './screen.tsx'
import { ToldList } from './told-list.tsx'
import { useClock } from './use-clock.ts'
import { type ReplayComment, useComments } from './use-comments.ts'
import { useReplayKeys } from './use-replay-keys.ts'
import { type Story, useStory } from './use-story.ts'

/** An incident played again: the terminal, the timeline and the board as they were at each moment. */
export default function ReplayPage({ name }: { name: string }) {
  const { story, trouble } = useStory(name)
  useEffect(() => {
    document.title = `${story ? `INC-${story.is.number} played again` : 'Replay'} · Fireline`
  }, [story])
  if (story) return <Replay name={name} story={story} />
  return (
    <main className="page">
      <p role="status">{trouble ?? 'Reading what was recorded.'}</p>
    </main>
  )
}

/** Before a decision, not at it. */
const beforeMs = 1_000
/** So long after its moment a comment stays in sight. */
const commentMs = 15_000

const always = () => true

function Replay({ name, story }: { name: string; story: Story }) {
  const { entries, moments, recorded, from, to, is } = story
  const [chosen, setChosen] = useState<string>()
  const [learns, setLearns] = useState(false)
  const [copied, setCopied] = useState('')
  const [commentAt, setCommentAt] = useState<number>()
  const { comments, add, takeBack } = useComments(is.id)
  const me = useMe()
  const shown = recorded.find(one => one.terminal.id === chosen) ?? recorded[0]
  const beats = useMemo(() => beatsOf(moments, shown), [moments, shown])
  const decisions = useMemo<Decision[]>(
    () => worthReplaying(entries).map(one => ({ ...one, at: moments[entries.findIndex(e => e.seq === one.seq)] ?? 0 })),
    [entries, moments],
  )
  const stops = useMemo(() => (learns ? decisions.map(one => one.at - beforeMs) : []), [learns, decisions])
  const clock = useClock({ from, to, beats, stops }, momentOfHash(location.hash, entries, moments) ?? from)
  const { at, go } = clock
  const moved = useShadowHours(is.id, always)
  useEffect(() => moved(at), [at, moved])
  useEffect(() => {
    const follow = () => go(momentOfHash(location.hash, entries, moments) ?? from)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [go, entries, moments, from])
  const copy = () => {
    const link = `${location.origin}${location.pathname}#at-${new Date(at).toISOString()}`
    navigator.clipboard?.writeText(link).then(
      () => setCopied('Copied.'),
      () => setCopied(link),
    )
    if (!navigator.clipboard) setCopied(link)
  }
  const marks = useMemo(
    () => [...decisions.map(decided), ...(shown ? recordedMarks(shown) : []), ...comments.map(commented)],
    [decisions, shown, comments],
  )
  const comment = () => {
    clock.pause()
    setCommentAt(at)
  }
  useReplayKeys({
    toggle: clock.isPlaying ? clock.pause : clock.play,
    step: ms => go(at + ms),
    mark: way => go(markFrom(at, marks, way) ?? at),
    link: copy,
    comment,
  })
  const count = countTo(moments, at)
  const stop = learns ? decisions.find(one => Math.abs(one.at - beforeMs - at) < 1) : undefined
  const told = comments.filter(one => Date.parse(one.at) <= at)
  const now = told.findLast(one => Date.parse(one.at) > at - commentMs)
  const goOn = () => {
    go((stop?.at ?? at) + 1)
    clock.play()
  }
  return (
    <div className={css.replay}>
      <header className="bar">
        <Link className="mark" href={`/incidents/${name}`} aria-label="Back to the room">
          <Icon name="mark" />
        </Link>
        <span className="divider" />
        <div className={css.title}>
          <h1 className="clip">{is.title}</h1>
          <span className="faint small nowrap">INC-{is.number}, played again</span>
        </div>
        <span role="status" className="note clip">
          {copied || 'Your time here counts as shadow hours.'}
        </span>
        <Link className="btn quiet" href={`/incidents/${name}`}>
          The room
        </Link>
      </header>
      <main className={css.desk}>
        <div className={css.stage}>
          {shown ? (
            <Screen
              key={shown.terminal.id}
              recorded={recorded}
              shown={shown}
              at={at}
              nameOf={story.nameOf}
              onChoose={setChosen}
            />
          ) : (
            <p className={css.none}>No terminal was recorded. The timeline and the board are played all the same.</p>
          )}
          {stop && <Stop decision={stop} onShow={goOn} />}
          {now && commentAt === undefined && <CommentNow comment={now} nameOf={story.nameOf} />}
          {commentAt !== undefined && (
            <WriteComment
              at={commentAt}
              onKeep={text => add(commentAt, text)}
              onClose={() => setCommentAt(undefined)}
            />
          )}
          <Controls
            clock={clock}
            from={from}
            to={to}
            marks={marks}
            learns={learns}
            onLearn={setLearns}
            onLink={copy}
            onComment={comment}
          />
        </div>
        <ToldList story={story} count={count} hides={learns} onGo={go} />
        <div className={`${css.side} scroll`}>
          <BoardThen story={story} count={count} />
          {!learns && <Decisions decisions={decisions} onGo={one => go(one.at - beforeMs)} />}
          <Comments
            comments={learns ? told : comments}
            me={me?.id}
            nameOf={story.nameOf}
            onGo={go}
            onTakeBack={takeBack}
          />
          {shown && <MarkList shown={shown} until={learns ? at : to} onGo={go} />}
          {shown && <FindBox shown={shown} onGo={go} />}
        </div>
      </main>
    </div>
  )
}

const decided = ({ at, why }: Decision): Mark => ({ at, says: why, kind: 'decision' })
const commented = (one: ReplayComment): Mark => ({ at: Date.parse(one.at), says: one.says, kind: 'comment' })
