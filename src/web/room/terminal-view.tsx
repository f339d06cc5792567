import { useEffect, useRef, useState } from 'react'
import type { KeyboardHere } from '../../api/room-messages.ts'
import type { Next } from '../../incident/decision.ts'
import type { Terminal } from '../../incident/incident.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { Icon } from '../parts/icon.tsx'
import { Way } from '../parts/refusal.tsx'
import css from './terminal.module.css'
import { openScreen, type Screen } from './terminal-screen.ts'

/** One shared terminal, live. Everybody sees it; only the operator's keys leave this page. */
export default function TerminalView({ terminal }: { terminal: Terminal }) {
  const room = useRoom()
  const box = useRef<HTMLDivElement>(null)
  const [keyboard, setKeyboard] = useState<KeyboardHere>()
  const [trouble, setTrouble] = useState<string>()
  const [ways, setWays] = useState<readonly Next[]>([])
  const holder = keyboard?.holder ?? (terminal.looking ? terminal.person : room.is.operator)
  const isMine = holder === room.me.id
  const keys = useRef({ isMine, epoch: 0 })
  const screen = useRef<Screen>(undefined)

  useEffect(() => {
    if (!box.current) return undefined
    const opened = openScreen(box.current, data => {
      const { isMine, epoch } = keys.current
      if (isMine && !roomSocket.send({ type: 'input', terminal: terminal.id, epoch, data }))
        setTrouble('Not sent: no connection.')
    })
    screen.current = opened
    const unhear = roomSocket.on(message => {
      if (!('terminal' in message) || message.terminal !== terminal.id) return
      if (message.type === 'screen') opened.replace(message.offset, message.cols, message.rows, message.data)
      if (message.type === 'output') opened.write(message.offset, message.data)
      if (message.type === 'size') opened.resize(message.cols, message.rows)
      if (message.type === 'screen' || message.type === 'keyboard') setKeyboard(message.keyboard)
      if (message.type === 'link')
        setTrouble(message.connected ? undefined : 'The line to this terminal is down; its seat is kept.')
      if (message.type === 'refused') setTrouble(message.message)
      if (message.type === 'refused') setWays(message.next ?? [])
      if (message.type === 'keyboard') setWays([])
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
  }, [terminal.id, room.is.id])

  const epoch = keyboard?.epoch ?? room.is.epoch
  useEffect(() => {
    keys.current = { isMine, epoch }
  }, [isMine, epoch])
  useEffect(() => screen.current?.mine(isMine), [isMine])

  return (
    <div className={css.term}>
      <div className={css.bar}>
        <span className={isMine ? css.mine : css.holder}>
          <Icon name={isMine ? 'key' : 'eye'} />
          {isMine
            ? 'You have the keyboard'
            : holder
              ? `${room.nameOf(holder)} has the keyboard`
              : 'Nobody has the keyboard'}
        </span>
        <span className={css.faint}>{terminal.host}</span>
        <span className={css.faint}>
          <Icon name="rec" />{' '}
          {room.cannotSaveSince ? `not saved by Fireline yet, kept on ${terminal.host}` : 'recorded'}
        </span>
        <span className="push" />
        {isMine && !terminal.looking && (
          <Seat label="Give keyboard…" onPress={() => room.press(openForm('Give', 'give-keyboard'))} />
        )}
        {!isMine && room.me.role !== 'viewer' && !terminal.looking && (
          <Seat label="Ask for it" onPress={() => room.press({ label: 'Ask', command: 'ask-keyboard', body: {} })} />
        )}
      </div>
      <div ref={box} className={css.screen} data-mine={isMine} />
      <p className={css.foot} role="status">
        {trouble ?? (isMine ? `Only your keys reach ${terminal.host}.` : 'You watch. Your keys do not reach it.')}
      </p>
      {ways.length > 0 && (
        <div className="row wrap">
          {ways.map(next => (
            <Way key={next.label} next={next} onNext={room.press} />
          ))}
        </div>
      )}
    </div>
  )
}

function Seat({ label, onPress }: { label: string; onPress(): void }) {
  return (
    <button type="button" className="btn" onClick={onPress} {...heldBack(useRoom(), 'ask-keyboard')}>
      {label}
    </button>
  )
}
