import type { CallMessage } from './channel.ts'
import { cutTo } from './say.ts'

/** Breaks what a chat would make a mention, a link or an emoji of, and shows as nothing. */
const nothing = '\u200b'

/** What others wrote, for a chat that reads Markdown: it formats nothing, names nobody and hides no link. On one line. */
export const plainInMarkdown = (text: string): string =>
  text
    .replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\\`*_~|>#[\](){}!+-]/g, sign => `\\${sign}`)
    .replaceAll(/[@<]/g, sign => `${sign}${nothing}`)
    .trim()

/** A line of a message that ends in a link of ours: only the link stays as it is. */
export function wayInMarkdown(way: string): string {
  const [, says = way, link = ''] = /^(.*?)(https?:\/\/\S+)$/s.exec(way) ?? []
  return `${plainInMarkdown(says)} ${link}`.trim()
}

/** A call as Markdown of at most `most` characters: the headline and the link are always there, ways that do not fit are left out whole. */
export function callInMarkdown(message: CallMessage, most: number): string {
  const { headline, lines, link, ways, repeat } = message
  const head = [...(repeat ? ['(This may be a repeat.)'] : []), `**${plainInMarkdown(cutTo(headline, 240))}**`]
  const must = [...head, link].join('\n').length
  const said = lines.map(plainInMarkdown).join('\n')
  const body = cutTo(said, Math.max(0, Math.min(said.length, most - must - 10)))
  const start = [...head, ...(body ? [body] : []), '', link].join('\n')
  return ways.map(wayInMarkdown).reduce((all, way) => {
    const longer = `${all}\n${way}`
    return longer.length <= most ? longer : all
  }, start)
}
