import { useState } from 'react'
import { count } from '../../incident/sentence.ts'
import { clockTime, howLong } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { commandList, type ListedCommand } from './command-list.ts'
import css from './commands.module.css'

const mostShown = 6

/** What ran in the terminals here, by who, and whether it changed something; a guess is put right with one press. */
export default function Commands() {
  const room = useRoom()
  const { is, me, press } = room
  const [onlyChanges, setOnlyChanges] = useState(false)
  const [all, setAll] = useState(false)
  const listed = commandList(is)
  const changes = listed.filter(one => one.kind === 'change')
  const wanted = onlyChanges ? changes : listed
  const shown = all ? wanted : wanted.slice(0, mostShown)
  const uncounted = Object.values(is.commandsMore ?? {}).reduce((sum, one) => sum + one, 0)
  return (
    <section className="sec" aria-labelledby="h-commands">
      <div className="sec-head">
        <h2 id="h-commands">What was run</h2>
        {changes.length > 0 && (
          <button
            type="button"
            className={`btn quiet ${css.only}`}
            aria-pressed={onlyChanges}
            onClick={() => setOnlyChanges(!onlyChanges)}
          >
            Only changes ({changes.length})
          </button>
        )}
        {me.role !== 'viewer' && (
          <button
            type="button"
            className="btn quiet push"
            onClick={() => press(openForm('Note a command', 'note-command'))}
            {...heldBack(room, 'note-command')}
          >
            Note one…
          </button>
        )}
      </div>
      <ul className={css.list}>
        {shown.map(one => (
          <Line key={one.id} one={one} />
        ))}
      </ul>
      <div className="row wrap">
        {wanted.length > mostShown && (
          <button type="button" className="btn quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `The last ${mostShown}` : `All ${wanted.length}`}
          </button>
        )}
        {uncounted > 0 && <span className="note">{count(uncounted, 'command')} more ran too fast to be listed.</span>}
      </div>
    </section>
  )
}

function Line({ one }: { one: ListedCommand }) {
  const { command, at, kind, exitCode, isOutside, isDenied, how } = one
  const hasFailed = exitCode !== undefined && exitCode !== 0
  return (
    <li>
      <details>
        <summary>
          <time className="note" dateTime={at}>
            {clockTime(at)}
          </time>
          <code className="clip">{command}</code>
          <span className={css.tags}>
            {how === 'screen' && <span className="tag">from the screen</span>}
            {isDenied && <span className="tag is-need">denied</span>}
            {hasFailed && !isDenied && <span className="tag">exit {exitCode}</span>}
            {isOutside && <span className="tag is-need">outside the gate</span>}
            {kind === 'change' && !isOutside && <span className="tag is-accent">change</span>}
          </span>
        </summary>
        <More one={one} />
      </details>
    </li>
  )
}

function More({ one }: { one: ListedCommand }) {
  const room = useRoom()
  const { id, command, kind, judgedBy, isOutside, isDenied } = one
  const judge = (as: 'look' | 'change', label: string) => (
    <button
      type="button"
      className="btn"
      onClick={() => room.press({ label, command: 'judge-command', body: { command: id, kind: as } })}
      {...heldBack(room, 'judge-command')}
    >
      {label}
    </button>
  )
  return (
    <div className={css.more}>
      <code className="cmd">{command}</code>
      <p className="note">{circumstances(one, room.nameOf)}</p>
      <p className="small">
        {kind === 'look' ? 'It only looked' : isDenied ? 'It would have changed something' : 'It changed something'}
        {judgedBy ? `, says ${judgedBy}` : ', as far as its words tell'}
        {isOutside && ', and nobody had asked Fireline for a change'}.
      </p>
      {isDenied && <Denied one={one} />}
      {room.me.role !== 'viewer' && (
        <div className="row wrap">
          {isOutside && (
            <button
              type="button"
              className="btn"
              onClick={() => room.press(takeACopy(command))}
              {...heldBack(room, 'propose-change')}
            >
              Take a copy now…
            </button>
          )}
          {kind === 'look' ? judge('change', 'It changed something') : judge('look', 'It only looked')}
        </div>
      )}
    </div>
  )
}

/** Done already, and told now: its copy is taken as any other's. */
const takeACopy = (command: string) =>
  openForm('Take a copy now…', 'propose-change', { what: `Done already: ${command.slice(0, 150)}`, kind: 'complex' })

/** This account may not; who has access, or is on call, is one press away. */
function Denied({ one }: { one: ListedCommand }) {
  const { host, whoMay = [] } = one
  const room = useRoom()
  const others = whoMay.filter(person => person !== room.me.id)
  return (
    <>
      <p className="small">
        This account may not do that{host && ` on ${host}`}.{whomToAsk(one, others, room.nameOf)}
      </p>
      {room.me.role !== 'viewer' && others.length > 0 && (
        <div className="row wrap">
          {others.map(person => (
            <button
              key={person}
              type="button"
              className="btn"
              onClick={() => room.press({ label: `Page ${room.nameOf(person)}`, command: 'page', body: { person } })}
              {...heldBack(room, 'page')}
            >
              Page {room.nameOf(person)}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

/** Who may and who answers for it are told apart: the one who is both comes first. */
function whomToAsk(
  { host, whoMay = [], withAccess = [], onCall = whoMay }: ListedCommand,
  others: readonly string[],
  nameOf: (id: string) => string,
): string {
  const named = (says: string, is: (id: string) => boolean) => {
    const some = others.filter(is).map(nameOf)
    return some.length > 0 ? ` ${says}: ${some.join(', ')}.` : ''
  }
  const [may, answers] = [(id: string) => withAccess.includes(id), (id: string) => onCall.includes(id)]
  if (withAccess.length === 0)
    return `${named('On call', answers)} Who has access${host ? ` to ${host}` : ''} is not written down.`
  return [
    named('On call with access', id => may(id) && answers(id)),
    named('With access, not on call', id => may(id) && !answers(id)),
    named('On call, not listed with access', id => !may(id) && answers(id)),
  ].join('')
}

/** Ana, on db-1 in /var/log, 3 s, exit 1. */
function circumstances(
  { person, host, cwd, durationMs, exitCode, how }: ListedCommand,
  nameOf: (id: string) => string,
): string {
  const said = [
    person && nameOf(person),
    [host && `on ${host}`, cwd && `in ${cwd}`].filter(Boolean).join(' '),
    durationMs !== undefined && (durationMs < 1_000 ? 'under a second' : howLong(durationMs)),
    exitCode !== undefined && `exit ${exitCode}`,
    how !== 'hand' && exitCode === undefined && 'how it ended was not seen',
    how === 'screen' && 'read from the screen',
    how === 'hand' && 'noted by hand',
  ]
  return `${said.filter(Boolean).join(', ')}.`
}
