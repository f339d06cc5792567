import type { Piece } from './escapes.ts'
import type { Nonces } from './marks.ts'
import { promptGrid } from './prompt-grid.ts'

/**
 * What stands at a shell's prompt, read from its echo: what was typed, completed, taken from the history or pasted, as the
 * person sees it. It knows by the marks of the shell's integration where a prompt ends (633;B) and a command begins (633;C);
 * a line whose drawing it does not understand is nothing, and so is what is typed without an echo (a password).
 */
export interface TypedLine {
  heard(piece: Piece): void
  state(): 'free' | 'line' | 'running' | 'full-screen'
  /** Lines of several are joined by newlines. */
  line(): string | undefined
}

export function typedLine({ nonce, nested }: Nonces, cols: () => number): TypedLine {
  const grid = promptGrid(cols)
  let atPrompt = false
  let fullScreen = false
  const mark = (body: string) => {
    const said = body.split(';').at(-1)
    if (said !== nonce && (nested === undefined || said !== nested)) return
    const kind = body.slice(4, 5)
    if (kind === 'B') {
      grid.begin()
      atPrompt = true
    }
    if (kind === 'E' || kind === 'C' || kind === 'D') atPrompt = false
  }
  return {
    heard(piece) {
      if (piece.kind === 'osc') return piece.body.startsWith('633;') ? mark(piece.body) : undefined
      const screen = piece.kind === 'csi' ? /\[\?(?:1049|1047|47)([hl])$/.exec(piece.text)?.[1] : undefined
      if (screen) fullScreen = screen === 'h'
      if (!fullScreen) grid.heard(piece, atPrompt)
    },
    state() {
      if (fullScreen) return 'full-screen'
      if (!atPrompt) return 'running'
      return grid.line()?.trim() === '' ? 'free' : 'line'
    },
    line: () => (atPrompt && !fullScreen ? grid.line() : undefined),
  }
}
