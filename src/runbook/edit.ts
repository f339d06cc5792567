import { frontBlock } from './front-matter.ts'
import { readPage, type Section } from './page.ts'

/**
 * Byte-exact editing: each function only inserts, or replaces one key's lines; every other byte of the page stays.
 * What is inserted uses the page's own line ends.
 */
export function appendUnder(text: string, heading: string, line: string): string {
  const eol = eolOf(text)
  const section = sectionNamed(text, heading)
  if (!section) return `${text}${gapAtEnd(text, eol)}## ${heading}${eol}${eol}${line}${eol}`
  const body = text.slice(section.bodyFrom, section.to)
  const end = section.bodyFrom + body.trimEnd().length
  const isEmpty = body.trim() === ''
  return `${text.slice(0, end)}${isEmpty ? eol + eol : eol}${line}${text.slice(end) || eol}`
}

/** A section's own text replaced; the section is made at the end when the page has none. */
export function replaceSection(text: string, heading: string, body: string): string {
  const eol = eolOf(text)
  const own = body.trim().replaceAll(/\r?\n/g, eol)
  const section = sectionNamed(text, heading)
  if (!section) return `${text}${gapAtEnd(text, eol)}## ${heading}${eol}${eol}${own}${eol}`
  const rest = text.slice(section.to)
  return `${text.slice(0, section.bodyFrom)}${eol}${eol}${own}${eol}${rest === '' ? '' : eol}${rest}`
}

/** One flat key of the front matter set to a string or a list of strings; a page without front matter gets one. */
export function setFrontMatter(text: string, key: string, value: string | readonly string[]): string {
  const eol = eolOf(text)
  const line = `${key}: ${JSON.stringify(value)}${eol}`
  const block = frontBlock(text)
  if (!block) return `---${eol}${line}---${eol}${eol}${text}`
  const yaml = text.slice(block.from, block.to)
  const old = keyLines(key).exec(yaml)
  if (!old) return text.slice(0, block.to) + line + text.slice(block.to)
  const from = block.from + old.index
  return text.slice(0, from) + line + text.slice(from + old[0].length)
}

/** A top-level key with its value: its line and the indented, listed or blank lines that belong to it. */
const keyLines = (key: string): RegExp =>
  new RegExp(
    `^${key.replaceAll(/[^\w-]/g, '\\$&')}[ \\t]*:.*(?:\\r?\\n|$)(?:(?:[ \\t]+\\S.*|-[ \\t].*)(?:\\r?\\n|$))*`,
    'm',
  )

function sectionNamed(text: string, heading: string): Section | undefined {
  return readPage('page.md', text).sections.find(one => one.heading.toLowerCase() === heading.toLowerCase())
}

const eolOf = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n')

/** One blank line between what is there and what comes. */
function gapAtEnd(text: string, eol: string): string {
  if (text === '' || /(?:\r?\n){2}$/.test(text)) return ''
  return /\r?\n$/.test(text) ? eol : eol + eol
}
