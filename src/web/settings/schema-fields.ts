import { readDuration, writtenDuration } from './duration.ts'

/** A form as the server makes it from the schema that checks it. */
export interface Form {
  kind: string
  title: string
  schema: JsonSchema
}

interface JsonSchema {
  description?: string
  properties?: Record<string, Property>
  required?: string[]
}

interface Property {
  type?: string
  title?: string
  description?: string
  examples?: unknown[]
  default?: unknown
  enum?: unknown[]
  const?: unknown
  format?: string
  writeOnly?: boolean
  maxLength?: number
  items?: Property
}

export interface SettingField {
  name: string
  label: string
  kind: 'line' | 'text' | 'mail' | 'address' | 'number' | 'duration' | 'switch' | 'choice' | 'lines' | 'secret'
  required: boolean
  help?: string
  example?: string
  initial: string
  options?: string[]
}

/** The fields of a form, in the order of its schema. What has one value only is not asked for. */
export function fieldsOf({ schema }: Form, settings: Record<string, unknown> = {}): SettingField[] {
  return Object.entries(schema.properties ?? {})
    .filter(([, of]) => of.const === undefined)
    .map(([name, of]) => ({
      name,
      label: of.title ?? inWords(name),
      kind: kindOf(of),
      required: schema.required?.includes(name) ?? false,
      help: of.description,
      example: of.examples?.[0] === undefined ? undefined : shownAs(of, of.examples[0]),
      initial: shownAs(of, settings[name] ?? of.default ?? ''),
      options: of.enum?.map(asText),
    }))
}

function kindOf({ type, format, writeOnly, enum: options, items, maxLength = 0 }: Property): SettingField['kind'] {
  if (writeOnly) return 'secret'
  if (options) return 'choice'
  if (type === 'boolean') return 'switch'
  if (format === 'milliseconds') return 'duration'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array' && items?.type === 'string') return 'lines'
  if (format === 'email') return 'mail'
  if (format === 'uri') return 'address'
  return maxLength > 2_000 ? 'text' : 'line'
}

/**
 * The settings as the API takes them: what was left empty is left out, and so is a secret that is kept; what has one value only
 * has it. A field that it does not know how to show keeps its value.
 */
export function settingsFrom(
  form: Form,
  value: (name: string) => string,
  before: Record<string, unknown> = {},
): object {
  const fixed = Object.entries(form.schema.properties ?? {}).flatMap(([name, of]) =>
    of.const === undefined ? [] : [[name, of.const]],
  )
  const given = fieldsOf(form, before).map(field => [field.name, read(field, value(field.name))])
  return Object.fromEntries([...fixed, ...given].filter(([, said]) => said !== undefined)) as object
}

function read({ kind, required }: SettingField, text: string): unknown {
  if (kind === 'switch') return text === 'on'
  if (kind === 'lines')
    return text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
  const said = kind === 'secret' || kind === 'text' ? text : text.trim()
  if (said === '') return undefined
  if (kind === 'duration') return readDuration(said) ?? said
  // What is no number is said so by the server, beside the field.
  if (kind === 'number') return Number.isFinite(Number(said)) ? Number(said) : said
  return said === '' && !required ? undefined : said
}

/** The field that an error's path names: `contacts.2.settings.topic` is the form's `topic`. */
export function fieldNamed(fields: readonly SettingField[], path: string | undefined): SettingField | undefined {
  const parts = path?.split('.') ?? []
  return fields.find(field => parts.includes(field.name))
}

/** chatId is "Chat id", where nobody said it better. */
const inWords = (name: string): string => {
  const words = name.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  )
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Milliseconds are shown as people say them. */
const shownAs = (of: Property, value: unknown): string =>
  of.format === 'milliseconds' && typeof value === 'number' ? writtenDuration(value) : asText(value)

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join('\n')
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
