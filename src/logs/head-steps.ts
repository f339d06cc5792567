/** What stands at the beginning of lines behind the columns, one after the other. */
export type Step =
  /** `- ` or `| ` or `: `. */
  | { is: 'mark' }
  /** `[main] `, brackets in it too. */
  | { is: 'brackets' }
  | { is: 'word' }
  /** A component with a colon behind it, `sshd[12]: `, after so many words. */
  | { is: 'colon'; after: number }
  /** A program with a dash behind it, `backup - `. */
  | { is: 'dash' }
  /** Fields divided by `|`: what is said stands behind so many. */
  | { is: 'bars'; count: number }

const blank = 32
const tab = 9
const longest = 200
const isBlank = (byte: number | undefined): boolean => byte === blank || byte === tab

/** Where what follows the step begins; `at` itself when it does not stand there. Where only a component is missing, the words before it are passed. */
export function afterStep(bytes: Uint8Array, at: number, to: number, step: Step): number {
  switch (step.is) {
    case 'mark':
      return isMark(bytes[at]) && isBlank(bytes[at + 1]) && at + 1 < to ? afterBlanks(bytes, at + 1, to) : at
    case 'brackets':
      return afterBrackets(bytes, at, to)
    case 'word':
      return afterWords(bytes, at, to, 1)
    case 'colon': {
      const behind = afterColon(bytes, at, to, step.after + 1)
      return behind === at ? afterWords(bytes, at, to, step.after) : behind
    }
    case 'dash':
      return afterDash(bytes, at, to)
    default:
      return afterBars(bytes, at, to, step.count)
  }
}

const isMark = (byte: number | undefined): boolean => byte === 45 || byte === 124 || byte === 58

export function afterBlanks(bytes: Uint8Array, at: number, to: number): number {
  while (at < to && isBlank(bytes[at])) at++
  return at
}

function afterWord(bytes: Uint8Array, at: number, to: number): number {
  while (at < to && !isBlank(bytes[at])) at++
  return at
}

/** Behind so many words and the blanks after them; `at` when there are not so many. */
export function afterWords(bytes: Uint8Array, at: number, to: number, count: number): number {
  let next = at
  for (let n = 0; n < count; n++) {
    const end = afterWord(bytes, next, to)
    if (end === next || end === to) return at
    next = afterBlanks(bytes, end, to)
  }
  return next
}

function afterBrackets(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== 91) return at
  const end = Math.min(to, at + longest)
  let depth = 0
  for (let n = at; n < end; n++) {
    if (bytes[n] === 91) depth++
    else if (bytes[n] === 93 && --depth === 0) return afterBlanks(bytes, n + 1, to)
  }
  return at
}

/** Behind the first word that ends with a colon, when no more than so many stand before it. */
export function afterColon(bytes: Uint8Array, at: number, to: number, most: number): number {
  let next = at
  for (let n = 0; n <= most && next < to && next - at < longest; n++) {
    const end = afterWord(bytes, next, to)
    if (bytes[end - 1] === 58 && end - next > 1) return afterBlanks(bytes, end, to)
    next = afterBlanks(bytes, end, to)
  }
  return at
}

function afterDash(bytes: Uint8Array, at: number, to: number): number {
  const end = Math.min(to - 2, at + 80)
  for (let n = at; n < end && bytes[n] !== 91; n++)
    if (bytes[n] === blank && bytes[n + 1] === 45 && bytes[n + 2] === blank) return afterBlanks(bytes, n + 3, to)
  return at
}

function afterBars(bytes: Uint8Array, at: number, to: number, count: number): number {
  let next = at
  for (let n = 0; n < count; n++) {
    const bar = bytes.indexOf(124, next)
    if (bar < 0 || bar >= to) return next
    next = bar + 1
  }
  return next
}
