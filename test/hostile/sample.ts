/** JSON as it is sent. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** What of JSON Schema our OpenAPI document uses. */
export interface Schema {
  type?: string
  const?: Json
  enum?: Json[]
  default?: Json
  examples?: Json[]
  format?: string
  minLength?: number
  minimum?: number
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  $ref?: string
  $defs?: Record<string, Schema>
}

/** What a schema alone cannot say: a person that exists, a time of the day. By the field's name. */
export type Known = Record<string, Json>

/** Bodies that this schema takes, one for each of its variants, with every field of theirs filled in. */
export function samplesOf(schema: Schema, known: Known): Json[] {
  const variants = schema.oneOf ?? schema.anyOf
  return variants ? variants.flatMap(one => samplesOf(one, known)) : [sampleOf(schema, known)]
}

function sampleOf(schema: Schema, known: Known, name = ''): Json {
  const said = known[name]
  if (said !== undefined && (!schema.enum || schema.enum.includes(said))) return said
  if (schema.const !== undefined) return schema.const
  const [variant] = schema.oneOf ?? schema.anyOf ?? []
  if (variant) return sampleOf(variant, known, name)
  if (schema.type === 'object') return objectOf(schema, known)
  if (schema.type === 'array') return schema.items ? [sampleOf(schema.items, known, `${name}[]`)] : []
  return schema.examples?.[0] ?? schema.default ?? schema.enum?.[0] ?? plain(schema)
}

const objectOf = ({ properties = {} }: Schema, known: Known): Json =>
  Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, sampleOf(one, known, name)]))

function plain({ type, format, minLength = 1, minimum = 1 }: Schema): Json {
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return Math.max(1, minimum)
  if (type !== 'string') return {}
  if (format === 'email') return 'somebody@example.org'
  if (format === 'uri') return 'https://example.org/somewhere'
  if (format === 'date-time') return new Date(Date.now() + 3_600_000).toISOString()
  return 'what is said'.padEnd(minLength, '.')
}

export type Path = readonly (string | number)[]

/** Where in it a text stands, and where a name is one that its sender chooses. */
export const textsIn = (value: Json, path: Path = []): Path[] =>
  typeof value === 'string'
    ? [path]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...path, name]))
      : []

/** The same with another text there. */
export function withText(value: Json, [name, ...rest]: Path, text: string): Json {
  if (name === undefined || typeof value !== 'object' || value === null) return text
  if (Array.isArray(value)) return value.map((one, i) => (i === Number(name) ? withText(one, rest, text) : one))
  return { ...value, [name]: withText(value[name] ?? null, rest, text) }
}
