const chars = (from: number, to = from) => `${String.fromCharCode(from)}-${String.fromCharCode(to)}`
const keys = new RegExp(`[${chars(0, 8)}${chars(0x0b, 0x0c)}${chars(0x0e, 0x1f)}${chars(0x7f, 0x9f)}]`, 'g')
const newline = /\r\n|\r|\n/
/** Of no width, or turning the direction of what follows: what is read would not be what is sent. */
const unseen = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu

/**
 * What is pasted is text. What would be a key of its own (Escape, Ctrl-O) is left out: with it a paste ends its own brackets
 * and presses Enter.
 */
export const textOfPaste = (pasted: string): string => pasted.replace(keys, '')

/**
 * The lines that somebody has to see before they go: a shell runs each as it comes. None for one line, whatever ends it, and
 * none for a program that has the whole screen, which takes them as text.
 */
export function linesToAskAbout(text: string, isFullScreen: boolean): string[] {
  const lines = text.split(newline)
  while (lines.at(-1) === '') lines.pop()
  return lines.length > 1 && !isFullScreen ? lines : []
}

/** A line as a person can check it: characters that do not show are named by their number. */
export const checkable = (line: string): string =>
  line.replace(unseen, one => `⟨U+${one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`)

/** Keys of one frame at most; a character stays whole. */
export function inFrames(keys: string, most: number): string[] {
  const frames: string[] = []
  for (let at = 0; at < keys.length; ) {
    const isHalf = /[\ud800-\udbff]/.test(keys[at + most - 1] ?? '')
    const end = Math.min(keys.length, at + most - (isHalf ? 1 : 0))
    frames.push(keys.slice(at, end))
    at = end
  }
  return frames
}
