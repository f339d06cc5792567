/** What stands for a value in a template. */
export const placeholder = '<*>'

const inPath = '[^\\s,;:=()\\[\\]"\'<>{}|]'
const any = `(?:${inPath}|<\\*>)`
/** A path, or `host/address`, with a value anywhere in it. */
const path = new RegExp(`${inPath}*<\\*>${any}*/${any}*|${inPath}+/${any}*<\\*>${any}*|/${any}*<\\*>${any}*`, 'g')
/** Letters next to a value are part of it: `blk_<*>`. */
const word = /(?:\w|<\*>)*(?:\w<\*>|<\*>\w)(?:\w|<\*>)*/g
const row = /<\*>(?:(?:[.:/\-+@#]|##)*<\*>)+/g
const hardwareAddress = /\b(?:[0-9A-Fa-f]{2}:)+<\*>/g
const negative = /(^|[\s=,[(:<])-<\*>/g

/** One value is written once: parts of it that hang together with it are not told apart, and blanks count once. */
export function tidy(template: string): string {
  let text = template.replace(/\s+/g, ' ').trim()
  for (let before = ''; before !== text; ) {
    before = text
    text = text
      .replace(word, placeholder)
      .replace(path, placeholder)
      .replace(row, placeholder)
      .replace(hardwareAddress, placeholder)
      .replace(negative, '$1<*>')
  }
  return text
}
