import type { Desk } from '../engine/desk.ts'
import type { RanInTerminal } from '../terminal/cast-note.ts'
import { terminalsOf } from './terminals.ts'

export interface RanCommand {
  /** Missing when the shell did not say: it has no integration (a shell behind ssh), or the time was up. */
  exitCode?: number
  output: string
}

const mostOutput = 1024 * 1024

/**
 * Types a command where the operator's keyboard is, as the operator, and waits until the shell says how it ended.
 * Throws when nobody holds the keyboard there, when its prompt is another host's, or `signal` aborts; a command whose end is not heard in time has no exit code.
 */
export async function runInTerminal(
  desk: Desk,
  terminal: string,
  command: string,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<RanCommand> {
  signal?.throwIfAborted()
  const live = terminalsOf(desk).get(terminal)
  const keyboard = live?.keyboard()
  if (!live?.isConnected() || !keyboard?.holder) throw new Error('nobody has the keyboard of this terminal now')
  const elsewhere = live.isOn()
  if (elsewhere) throw new Error(`Not run: the terminal is on ${elsewhere} now`)
  const text = typed(command)
  const wanted = bare(command)
  const from = live.relayedTo()
  const outputs: { data: string; offset: number }[] = []
  let held = 0
  return new Promise((resolve, reject) => {
    const end = (outcome: () => void) => {
      clearTimeout(timer)
      live.happenings.off('output', onOutput).off('ran', onRan).off('ended', onEnded)
      signal?.removeEventListener('abort', onAbort)
      outcome()
    }
    const onOutput = (data: string, offset: number) => {
      held += data.length
      outputs.push({ data, offset })
      while (held > mostOutput && outputs.length > 1) held -= outputs.shift()?.data.length ?? 0
    }
    const shown = (since: number) =>
      plainText(
        outputs
          .filter(one => one.offset > since)
          .map(one => one.data)
          .join(''),
      )
    const onRan = (ran: RanInTerminal) => {
      if (ran.offset < from || bare(ran.command) !== wanted) return
      end(() => resolve({ exitCode: ran.exitCode, output: shown(ran.offset) }))
    }
    const onEnded = () => end(() => resolve({ output: shown(from) }))
    const onAbort = () => end(() => reject(signal?.reason as Error))
    const timer = setTimeout(onEnded, timeoutMs)
    live.happenings.on('output', onOutput).on('ran', onRan).on('ended', onEnded)
    signal?.addEventListener('abort', onAbort)
    live.toAgent({ type: 'input', epoch: keyboard.epoch, person: keyboard.holder ?? '', data: text, agreed: true })
  })
}

/** Several lines go in as one paste, so that the shell takes them as one command; other control characters are not typed. */
function typed(command: string): string {
  const text = command.trim()
  if (/[^\P{Cc}\n\t]/u.test(text)) throw new Error('a command with control characters is not typed for anybody')
  return text.includes('\n') ? `\u001b[200~${text}\u001b[201~\r` : `${text}\r`
}

/** A shell may tell a line of several back as one, its newlines as semicolons. */
const bare = (command: string): string => command.replace(/[\s;]+/g, '')

const escapeSequence = new RegExp(
  '\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)|[@-Z\\\\-_])',
  'g',
)

function plainText(output: string): string {
  return output.replace(escapeSequence, '').replaceAll('\r\n', '\n')
}
