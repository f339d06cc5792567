/** Asks the person at the machine for a line, between the keys of their shell; Escape or an empty line is none. */
export interface AskLine {
  /** Whether it waits for one: keys are words then. */
  isAsking(): boolean
  ask(question: string, answered: (line: string) => void): void
  typed(keys: string): void
}

export function askLine(show: (text: string) => void): AskLine {
  let line = ''
  let waiting: ((line: string) => void) | undefined
  const end = (said: string) => {
    const tell = waiting
    waiting = undefined
    show('\r\n')
    if (said.trim() !== '') tell?.(said.trim())
  }
  const key = (one: string) => {
    if (one === '\r' || one === '\n') return end(line)
    if (one === '\u001b' || one === '\u0003') return end('')
    const isBack = one === '\u007f' || one === '\b'
    if (isBack && line !== '') show('\b \b')
    if (isBack) line = line.slice(0, -1)
    else if (one >= ' ') {
      line += one
      show(one)
    }
  }
  return {
    isAsking: () => waiting !== undefined,
    ask(question, answered) {
      line = ''
      waiting = answered
      show(`\r\n\u001b[1m[fireline] ${question}\u001b[0m `)
    },
    typed(keys) {
      for (const one of keys) if (waiting) key(one)
    },
  }
}
