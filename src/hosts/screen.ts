import { SerializeAddon } from '@xterm/addon-serialize'
import headless from '@xterm/headless'

/** What a terminal shows now, kept so that a late or slow watcher gets the screen and not the whole past. */
export interface Screen {
  write(data: string, offset: number): void
  resize(cols: number, rows: number): void
  /** Nothing of what was shown before stays. */
  replace(data: string): void
  size(): { cols: number; rows: number }
  /** Up to which offset the parser has come. */
  position(): number
  /** Hears of each step that it makes. */
  onPosition(heard: (offset: number) => void): void
  /** The screen after everything written before this call; one serialisation serves all who ask at the same offset. */
  snapshot(): Promise<Snapshot>
  /** The same as plain lines, without colours and without what scrolled away. */
  text(): Promise<string>
  end(): void
}

export interface Snapshot {
  offset: number
  cols: number
  rows: number
  data: string
}

const scrollback = 500

export function screenOf(cols: number, rows: number): Screen {
  const terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' })
  const serializer = new SerializeAddon()
  terminal.loadAddon(serializer)
  let shownTo = 0
  let cached: Snapshot | undefined
  const ears: ((offset: number) => void)[] = []
  return {
    write: (data, offset) =>
      terminal.write(data, () => {
        shownTo = offset
        for (const heard of ears) heard(offset)
      }),
    resize(to, high) {
      cached = undefined
      terminal.write('', () => terminal.resize(to, high))
    },
    replace(data) {
      cached = undefined
      terminal.write('', () => terminal.reset())
      terminal.write(data)
    },
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    position: () => shownTo,
    onPosition: heard => void ears.push(heard),
    snapshot: () =>
      new Promise(resolve => {
        // The parser works through its queue in order: here everything written so far is on the screen, and nothing later.
        terminal.write('', () => {
          if (cached?.offset !== shownTo)
            cached = { offset: shownTo, cols: terminal.cols, rows: terminal.rows, data: serializer.serialize() }
          resolve(cached)
        })
      }),
    text: () =>
      new Promise(resolve => {
        terminal.write('', () => {
          const { active } = terminal.buffer
          const lines = Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row))
          resolve(
            lines
              .map(line => line?.translateToString(true) ?? '')
              .join('\n')
              .trimEnd(),
          )
        })
      }),
    end: () => terminal.dispose(),
  }
}
