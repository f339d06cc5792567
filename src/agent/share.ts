import { NotDone } from '../api/client.ts'
import { askLine } from './ask-line.ts'
import type { AttachedKeeper } from './attached-keeper.ts'
import { type Link, linkToServer } from './link.ts'
import { type LocalWish, localKeys } from './local-keys.ts'

/** The terminal of the person who shares. */
export interface OwnTerminal {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
}

export interface Sharing {
  keeper: AttachedKeeper
  url: string
  token: string
  own: OwnTerminal
  /** Asks Fireline for the keyboard; answers what to say. */
  takeKeyboard(): Promise<string>
}

const uploadMs = 5_000

/** Shares until the shell ends (its exit code) or the person leaves it running (undefined). */
export async function share({ keeper, url, token, own, takeKeyboard }: Sharing): Promise<number | undefined> {
  const say = (line: string) => own.output.write(`\r\n\u001b[2m[fireline] ${line}\u001b[0m\r\n`)
  const size = () => ({ cols: own.output.columns || 80, rows: own.output.rows || 24 })
  const link = linkToServer({ keeper, url, token, say })
  const asked = askLine(text => own.output.write(text))
  const goOn = () => asked.ask('Go on unrecorded: why?', reason => keeper.tell({ type: 'go-on', reason }))
  const ended = Promise.withResolvers<number | undefined>()
  const wish = (wanted: LocalWish) => {
    if (typeof wanted === 'object') keeper.tell({ type: 'local', data: wanted.keys })
    if (wanted === 'detach') ended.resolve(undefined)
    if (wanted === 'end') keeper.tell({ type: 'end' })
    if (wanted === 'help') say(help)
    if (wanted === 'take') takes()
    if (wanted === 'go-on') goOn()
  }
  const takes = takingKeyboard({ link, keeper, say, takeKeyboard })
  const read = localKeys()
  const onInput = (typed: string) => (asked.isAsking() ? asked.typed(typed) : read(typed).forEach(wish))
  const onResize = () => keeper.tell({ type: 'resize', ...size() })
  keeper.happenings.on('screen', ({ data }) => own.output.write(data))
  keeper.happenings.on('local-refused', whoHasIt(say))
  keeper.happenings.on('held', ({ by, says }) => by === 'local' && say(says))
  keeper.happenings.on('glass', ({ waitsMs }) => say(waitsMs === undefined ? glassSays : tooEarly(waitsMs)))
  keeper.happenings.on('recording', ({ says }) => say(says))
  keeper.happenings.on('exit', ({ exitCode }) => ended.resolve(exitCode))
  keeper.happenings.on('gone', () => ended.resolve(keeper.exitCode()))
  link.welcomed.then(
    ({ number, says }) => say(`Shared in INC-${number}. ${says ? `${says} ` : ''}${help}`),
    (error: Error) => say(`Not shared: ${error.message}`),
  )
  if (own.input.isTTY) own.input.setRawMode(true)
  own.input.setEncoding('utf8').on('data', onInput).resume()
  own.output.on('resize', onResize)
  if (own.output.isTTY) onResize()
  try {
    const exitCode = await ended.promise
    if (exitCode !== undefined) await uploaded(link)
    return exitCode
  } finally {
    if (own.input.isTTY) own.input.setRawMode(false)
    own.input.off('data', onInput).pause()
    own.output.off('resize', onResize)
    link.close()
    keeper.detach()
  }
}

const help = 'Ctrl-\\ then Ctrl-\\ leaves it running, t takes the keyboard, x ends it.'

const glassSays =
  'You have the keyboard here. It stands in the recording, and Fireline is told once it is reached again; from a newer hand-over on it counts.'
const tooEarly = (ms: number) =>
  `Fireline was reached a moment ago. In ${Math.ceil(ms / 1_000)} s, Ctrl-\\ t twice takes the keyboard here.`
const glassAgainMs = 15_000

/** Over the server; where none is reached, pressed twice, at the machine itself. */
function takingKeyboard({
  link,
  keeper,
  say,
  takeKeyboard,
}: Pick<Sharing, 'keeper' | 'takeKeyboard'> & { link: Link; say(line: string): void }): () => void {
  let pressedMs = Number.NEGATIVE_INFINITY
  const atTheMachine = (why: string) => {
    const isAgain = performance.now() - pressedMs < glassAgainMs
    pressedMs = isAgain ? Number.NEGATIVE_INFINITY : performance.now()
    if (isAgain) keeper.tell({ type: 'glass' })
    else
      say(
        `${why} Ctrl-\\ t once more takes the keyboard here without it, from ten seconds on; everybody reads it afterwards.`,
      )
  }
  return () => {
    if (!link.isLinked()) return atTheMachine('Fireline cannot be reached.')
    takeKeyboard().then(say, (error: Error) =>
      error instanceof NotDone ? say(error.message) : atTheMachine('Fireline does not answer.'),
    )
  }
}

/** Once, and again only after a while: every key refused would be a line otherwise. */
function whoHasIt(say: (line: string) => void): (refused: { name?: string }) => void {
  let lastMs = Number.NEGATIVE_INFINITY
  return ({ name }) => {
    if (performance.now() - lastMs < 5_000) return
    lastMs = performance.now()
    say(`${name ?? 'Somebody'} has the keyboard. ${help}`)
  }
}

async function uploaded(link: Link): Promise<void> {
  const end = performance.now() + uploadMs
  while (!link.allStored() && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 25))
}
