import { useEffect, useRef, useState } from 'react'
import type { KeyboardHere } from '../../api/room-messages.ts'
import type { Next } from '../../incident/decision.ts'
import type { Terminal } from '../../incident/incident.ts'
import { inFrames } from '../../terminal/paste.ts'
import { useKeys } from '../desk/keys.ts'
import { useRoom } from '../desk/room-context.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { typeIn } from '../desk/signed-shells.ts'
import { useShadowHours } from '../desk/use-shadow-hours.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { Way } from '../parts/refusal.tsx'
import { Held } from './held.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import { SignedTerminal } from './signed-terminal.tsx'
import css from './terminal.module.css'
import { openScreen, type Screen } from './terminal-screen.ts'
import { OperatorAway, SeatBar, TakeControl } from './terminal-seat.tsx'
import { Unrecorded, useRecordingState } from './unrecorded.tsx'
import { useControl } from './use-control.ts'

/** Characters of keys in one frame; the server takes 64 Ki. */
const mostKeys = 32 * 1024

/** One shared terminal, live. Everybody sees it; only the operator's keys leave this page. */
export default function TerminalView({ terminal }: { terminal: Terminal }) {
  const room = useRoom()
  const box = useRef<HTMLDivElement>(null)
  const [keyboard, setKeyboard] = useState<KeyboardHere>()
  const [isLinked, setLinked] = useState(true)
  const [trouble, setTrouble] = useState<string>()
  const [ways, setWays] = useState<readonly Next[]>([])
  const [pasting, setPasting] = useState<{ lines: readonly string[]; epoch: number; paste(): void }>()
  const recorded = useRecordingState(terminal.id)
  const control = useControl(terminal.id)
  const holder = keyboard?.holder ?? (terminal.looking ? terminal.person : room.is.operator)
  const given = holder === room.me.id && !terminal.looking ? control.given : undefined
  // The timeline says it first; keys are let in once the terminal's own word has come.
  const isTaking = holder === room.me.id && !given && keyboard?.awaiting === true
  const isMine = holder === room.me.id && !given && !isTaking
  const isSigned = room.is.shells?.some(shell => shell.terminal === terminal.id) ?? false
  const keys = useRef({ isMine, isSigned, epoch: 0 })
  const screen = useRef<Screen>(undefined)
  const moved = useShadowHours(room.is.id, () => !isMine && box.current?.checkVisibility() === true)

  useEffect(() => {
    if (!box.current) return undefined
    const send = (data: string) => {
      const { isMine, isSigned, epoch } = keys.current
      if (isMine && !typeIn({ terminal: terminal.id, epoch, data, isSigned }))
        setTrouble(isSigned ? 'Not typed: it is not signed.' : 'Not sent: no connection.')
    }
    const opened = openScreen(box.current, {
      onKeys: data => inFrames(data, mostKeys).forEach(send),
      onLines: (lines, paste) => setPasting({ lines, paste, epoch: keys.current.epoch }),
      // What is shown to who types gives credit to what prints; nobody waits for a watcher.
      onShown: offset => keys.current.isMine && roomSocket.send({ type: 'shown', terminal: terminal.id, offset }),
    })
    screen.current = opened
    const unhear = roomSocket.on(message => {
      if (!('terminal' in message) || message.terminal !== terminal.id) return
      if (message.type === 'screen') opened.replace(message.offset, message.cols, message.rows, message.data)
      if (message.type === 'output') {
        opened.write(message.offset, message.data)
        moved(message.offset)
      }
      if (message.type === 'size') opened.resize(message.cols, message.rows)
      if (message.type === 'screen' || message.type === 'keyboard') setKeyboard(message.keyboard)
      if (message.type === 'link') setLinked(message.connected)
      if (message.type === 'refused') setTrouble(message.message)
      if (message.type === 'refused') setWays(message.next ?? [])
      if (message.type === 'screen') setTrouble(undefined)
      if (message.type === 'screen' || message.type === 'keyboard') setWays([])
    })
    const end = roomSocket.keep(`terminal ${terminal.id}`, () => ({
      type: 'watch-terminal',
      incident: room.is.id,
      terminal: terminal.id,
    }))
    return () => {
      unhear()
      end({ type: 'leave-terminal', terminal: terminal.id })
      opened.close()
    }
  }, [terminal.id, room.is.id, moved])

  const epoch = keyboard?.epoch ?? room.is.epoch
  useEffect(() => {
    keys.current = { isMine, isSigned, epoch }
  }, [isMine, isSigned, epoch])
  useEffect(() => screen.current?.mine(isMine), [isMine])

  const take = () => {
    control.take()
    setTimeout(() => screen.current?.focus())
  }
  // Lines that were to go under an earlier keyboard do not go under a later one.
  const asked = isMine && pasting?.epoch === epoch ? pasting : undefined
  const donePasting = (paste?: () => void) => {
    paste?.()
    setPasting(undefined)
    setTimeout(() => screen.current?.focus())
  }
  const keepSelection = () => {
    const text = screen.current?.selection() ?? ''
    if (!text.trim()) return setTrouble('Select lines first, then keep them.')
    const body = { text, source: `terminal on ${terminal.host}`, kind: 'paste' }
    room.press({ label: 'Keep what is selected', command: 'add-evidence', body })
    return setTrouble('Kept on the board, with this terminal as its source.')
  }
  const mayWrite = room.me.role !== 'viewer'
  useKeys({ control: () => (given ? take() : false), ...(mayWrite && { selection: keepSelection }) })

  return (
    <>
      <div className={css.term}>
        <SeatBar
          terminal={terminal}
          holder={holder}
          given={given}
          isTaking={isTaking}
          isRecorded={recorded === 'recorded'}
        />
        {holder && <OperatorAway holder={holder} at={terminal.host} />}
        {!isLinked && (
          <p className={css.away} role="status">
            <Icon name="plug" /> The line to {terminal.host} is down. The program goes on there; its keyboard is kept.
          </p>
        )}
        <Unrecorded terminal={terminal} state={recorded} {...(isMine && { epoch })} />
        <div ref={box} className={css.screen} data-mine={isMine} />
        <Held terminal={terminal.id} isMine={isMine} />
        {isSigned && <SignedTerminal terminal={terminal} isMine={isMine} />}
        {given && <TakeControl given={given} onTake={take} />}
        <div className={css.foot}>
          <p role="status">
            {trouble ??
              (isMine
                ? `Only ${isSigned ? 'what you sign reaches' : 'your keys reach'} ${terminal.host}.`
                : 'You watch. Your keys do not reach it. The time counts as shadow hours.')}
          </p>
          <span className="hints">
            <KeyHint name="region" /> leave terminal
          </span>
          {mayWrite && (
            <button type="button" className="btn quiet" onClick={keepSelection}>
              Keep selected lines <KeyHint name="selection" />
            </button>
          )}
        </div>
        {ways.length > 0 && (
          <div className="row wrap">
            {ways.map(next => (
              <Way key={next.label} next={next} onNext={room.press} />
            ))}
          </div>
        )}
      </div>
      {asked && (
        <PasteDialog
          lines={asked.lines}
          host={terminal.host}
          onPaste={() => donePasting(asked.paste)}
          onClose={() => donePasting()}
        />
      )}
    </>
  )
}
