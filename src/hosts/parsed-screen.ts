import headless from '@xterm/headless'
import type { Snapshot } from './screen.ts'
import { restored } from './screen-restore.ts'

/** One terminal as its parser knows it; everything is done in the order in which it was asked. */
export interface ParsedScreen {
  write(data: string, offset: number): void
  resize(cols: number, rows: number): void
  replace(data: string, offset: number): void
  snapshot(): Promise<Snapshot>
  text(): Promise<string>
  end(): void
}

const scrollback = 500

export function parsedScreen(cols: number, rows: number, onPosition: (offset: number) => void): ParsedScreen {
  const terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' })
  let shownTo = 0
  // The parser works through its queue in order: here everything written so far is on the screen, and nothing later.
  const inTurn = <T>(answer: () => T): Promise<T> => new Promise(resolve => terminal.write('', () => resolve(answer())))
  return {
    write: (data, offset) =>
      terminal.write(data, () => {
        shownTo = offset
        onPosition(offset)
      }),
    resize: (to, high) => void inTurn(() => terminal.resize(to, high)),
    replace(data, offset) {
      void inTurn(() => terminal.reset())
      terminal.write(data, () => {
        shownTo = offset
      })
    },
    snapshot: () =>
      inTurn(() => ({ offset: shownTo, cols: terminal.cols, rows: terminal.rows, data: restored(terminal) })),
    text: () => inTurn(() => textOf(terminal)),
    end: () => terminal.dispose(),
  }
}

function textOf({ buffer: { active }, rows }: headless.Terminal): string {
  const lines = Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row))
  return lines
    .map(line => line?.translateToString(true) ?? '')
    .join('\n')
    .trimEnd()
}
