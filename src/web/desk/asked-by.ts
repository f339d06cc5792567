import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { updateDraft } from '../../steps/notify/update-draft.ts'
import { type Field, forms } from './form-table.ts'

export interface Asked {
  title: string
  verb: string
  fields: [name: string, field: Field][]
}

/** What a way forward still asks for: each `null` of its body. */
export function askedBy(next: Next): Asked {
  const form = forms[next.command]
  const names = Object.keys(next.body).filter(name => next.body[name] === null)
  const inOrder = [...Object.keys(form?.fields ?? {}).filter(name => names.includes(name)), ...names]
  const fields = [...new Set(inOrder)].map((name): [string, Field] => [name, form?.fields[name] ?? unknownField(name)])
  return { title: form?.title ?? next.label.replace('…', ''), verb: form?.verb ?? next.label.replace('…', ''), fields }
}

const unknownField = (name: string): Field => ({ label: name, kind: 'line' })

/** What a form begins with, to be read and sent or corrected: an update always comes with its draft. */
export function drafted(next: Next, is: Incident): Record<string, string> {
  if (next.command !== 'post-update') return {}
  return { text: updateDraft(is), audience: 'stakeholders' }
}

/** Nothing has to be filled in: one more key sends it. */
export const isReady = ({ command, body }: Next): boolean =>
  command === 'post-update' || (command === 'call-in' && 'team' in body)

/** The body as the API takes it; an optional field left empty is left out. */
export function filledBody(next: Next, fields: Asked['fields'], value: (name: string) => string): Next['body'] {
  const given = Object.entries(next.body).filter(([, known]) => known !== null)
  const filled = fields
    .map(([name, field]): [string, unknown] => [name, readValue(field, value(name))])
    .filter(([, read]) => read !== undefined)
  return Object.fromEntries([...given, ...filled])
}

function readValue(field: Field, value: string): unknown {
  const text = field.kind === 'code' ? value : value.trim()
  if (field.kind === 'lines')
    return text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
  if (field.kind === 'people') return text ? [text] : undefined
  if (text === '') return field.optional ? undefined : ''
  if (field.kind === 'minutes') return Number(text)
  return field.kind === 'time' ? new Date(text).toISOString() : text
}
