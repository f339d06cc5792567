import type { Piece } from '../../incident/sentence.ts'
import type { ChatAnswer, ChatButton, ChatMessage } from '../../steps/notify/chat-room.ts'
import { plainly } from '../../steps/notify/chat-words.ts'

const longest = { piece: 600, text: 3_000, label: 75, value: 2_000 }

/** What a message holds beside its channel. Rich text elements are never parsed: nothing in them formats, links or calls anybody. */
export function messageBody({ mark, lines, link, buttons }: ChatMessage): Record<string, unknown> {
  const linked = link ? [[{ type: 'link', url: link.url, text: link.says }]] : []
  return {
    text: escaped(lines.map(plainly).join('\n')),
    blocks: blocksOf([...lines.map(line => line.map(element)), ...linked], buttons),
    metadata: { event_type: 'fireline_message', event_payload: { mark } },
    unfurl_links: false,
    unfurl_media: false,
  }
}

export function answerBody({ lines, buttons }: ChatAnswer): Record<string, unknown> {
  return {
    text: escaped(lines.join('\n')),
    blocks: blocksOf(
      lines.map(line => [element(line)]),
      buttons,
    ),
  }
}

const blocksOf = (lines: object[][], buttons: readonly ChatButton[]): object[] => [
  { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: lines.flatMap(onItsLine) }] },
  ...(buttons.length > 0 ? [{ type: 'actions', elements: buttons.slice(0, 8).flatMap(buttonOf) }] : []),
]

const onItsLine = (line: object[], n: number): object[] => (n === 0 ? line : [{ type: 'text', text: '\n' }, ...line])

/** Times are shown in each reader's own zone. */
function element(piece: Piece): object {
  if (typeof piece === 'string') return textOf(piece)
  if ('strong' in piece) return textOf(piece.strong, { bold: true })
  if ('code' in piece) return textOf(piece.code, { code: true })
  if ('ref' in piece) return textOf(piece.ref, { bold: true })
  const timestamp = Math.floor(Date.parse(piece.time) / 1_000)
  return { type: 'date', timestamp, format: '{time}', fallback: plainly([piece]) }
}

/** Slack refuses an element without text. */
const textOf = (text: string, style?: object): object => ({
  type: 'text',
  text: text.slice(0, longest.piece).toWellFormed() || ' ',
  ...(style && { style }),
})

/** What is too long to come back is not offered as a button; its command is in the help. */
function buttonOf({ label, command, body, incident, isMain }: ChatButton, n: number): object[] {
  const value = JSON.stringify({ command, body, incident })
  if (value.length > longest.value) return []
  const text = { type: 'plain_text', text: label.slice(0, longest.label).toWellFormed(), emoji: false }
  return [{ type: 'button', action_id: `fl-${n}`, text, value, ...(isMain && { style: 'primary' }) }]
}

/** The text of notifications: `&`, `<` and `>` are all that Slack reads in it (docs.slack.dev, "Escaping text"). */
export const escaped = (text: string): string =>
  text.slice(0, longest.text).toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** As it was typed. */
export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
