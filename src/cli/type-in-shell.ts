import { WebSocket } from 'ws'
import { type LocalWish, localKeys } from '../agent/local-keys.ts'
import type { OwnTerminal } from '../agent/share.ts'
import type { Client } from '../api/client.ts'
import type { KeySigner } from '../api/key-signer.ts'
import type { FromRoom, KeyboardHere, ToRoom } from '../api/room-messages.ts'
import { safeForTerminal, safeOutput } from '../terminal/safe-output.ts'
import { shellSay as say } from './shell-words.ts'

interface Typing {
  api: Client
  incident: string
  host: string
  terminal: string
  me: string
  signer: KeySigner
  own: OwnTerminal
}

const againMs = 500
const mostTries = 40

/** Shows a shell and sends what is typed, each piece signed, until it ends or its person leaves; the line may break and come back. */
export async function typeInShell({ api, incident, host, terminal, me, signer, own }: Typing): Promise<number> {
  const ended = Promise.withResolvers<string>()
  const is: {
    socket?: WebSocket
    keyboard?: KeyboardHere
    safe: (text: string) => string
    isShown: boolean
    tries: number
  } = {
    safe: safeOutput(safeForTerminal),
    isShown: false,
    tries: 0,
  }
  const write = (text: string) => own.output.write(text)
  const tell = (line: string) => write(`\r\n\u001b[2m[fireline] ${line}\u001b[0m\r\n`)
  const send = (frame: FromRoom) => is.socket?.readyState === WebSocket.OPEN && is.socket.send(JSON.stringify(frame))
  const watch = () => send({ type: 'watch-terminal', incident, terminal })

  const type = async (data: string) => {
    const epoch = is.keyboard?.epoch ?? 0
    const signed = await signer.sign({ terminal, epoch, data })
    send({ type: 'input', terminal, epoch, data, ...signed })
  }
  const sayOften = rarely(tell)
  const hears: { [T in ToRoom['type']]?: (message: Extract<ToRoom, { type: T }>) => void } = {
    welcome: watch,
    screen(message) {
      is.keyboard = message.keyboard
      // A screen begins anew: nothing of what came before it is finished by it.
      is.safe = safeOutput(safeForTerminal)
      write(`\u001bc${is.safe(message.data)}`)
      if (!is.isShown) tell(say.open)
      is.isShown = true
      is.tries = 0
      tellSize()
    },
    output: ({ data }) => void write(is.safe(data)),
    keyboard: ({ keyboard }) => {
      is.keyboard = keyboard
      tellSize()
    },
    held: ({ says }) => is.keyboard?.holder === me && tell(says),
    unsigned({ person, why, seq, last }) {
      if (person !== me) return
      if (why === 'lost' && signer.goOnAfter(last, seq)) tell(say.lost)
      if (why === 'no-key') sayOften(say.notKnown)
    },
    ended: () => ended.resolve(say.ended),
    refused({ about, message }) {
      // It has just opened: its keeper is on its way to the server.
      if (about === 'watch-terminal' && (is.tries += 1) < mostTries) return void setTimeout(watch, againMs)
      if (about === 'watch-terminal') return ended.resolve(say.notHere)
      sayOften(message)
    },
  }
  const tellSize = () => {
    const { columns: cols, rows } = own.output
    if (own.output.isTTY && is.keyboard?.holder === me)
      send({ type: 'resize', terminal, epoch: is.keyboard.epoch, cols, rows })
  }
  const connect = () => {
    const socket = new WebSocket(`${api.login.url.replace(/^http/, 'ws')}/ws`, { perMessageDeflate: false })
    is.socket = socket
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', token: api.login.token })))
    socket.on('error', () => {})
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ToRoom
      ;(hears[message.type] as ((message: ToRoom) => void) | undefined)?.(message)
    })
    socket.on('close', code => {
      if (code === 1008) return ended.resolve('Sign in again: fireline login')
      sayOften(say.cut)
      setTimeout(connect, againMs * 2)
    })
  }
  const take = async () => {
    const path = `/api/v1/incidents/${incident}`
    await api.post(is.keyboard?.awaiting ? `${path}/have-control` : `${path}/take-keyboard`, { host })
    return say.taken
  }
  const wish = (wanted: LocalWish) => {
    if (typeof wanted === 'object') void type(wanted.keys)
    else if (wanted === 'detach') ended.resolve(say.left(host))
    else if (wanted === 'take') take().then(tell, (error: Error) => tell(error.message))
    else tell(say.help)
  }
  const read = localKeys()
  const onInput = (typed: string) => read(typed).forEach(wish)
  if (own.input.isTTY) own.input.setRawMode(true)
  own.input.setEncoding('utf8').on('data', onInput).resume()
  own.output.on('resize', tellSize)
  connect()
  const why = await ended.promise
  if (own.input.isTTY) own.input.setRawMode(false)
  // Whatever mode the shell left the screen in, this terminal is ordinary again.
  write(`\u001b[!p\u001b[?1049l\u001b[?2004l\r\n${why}\r\n`)
  return 0
}

/** The same words not more often than each five seconds: every key would be a line otherwise. */
function rarely(tell: (line: string) => void): (line: string) => void {
  let last = { line: '', atMs: Number.NEGATIVE_INFINITY }
  return line => {
    const now = performance.now()
    if (last.line !== line || now - last.atMs > 5_000) tell(line)
    last = { line, atMs: now }
  }
}
