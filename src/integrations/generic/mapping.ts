import { createRequire } from 'node:module'
import type Jsonata from 'jsonata'
import { z } from 'zod'

/** Read when the first expression is: most servers never have one. */
const load = createRequire(import.meta.url) as (name: 'jsonata') => typeof Jsonata

/** The fields that a mapping may name, in the order in which a person fills them in. */
export const mappedFields = [
  'title',
  'severity',
  'status',
  'service',
  'fingerprint',
  'startedAt',
  'endedAt',
  'link',
] as const
export type MappedField = (typeof mappedFields)[number]

/** An expression a field; `many` gives the list of alerts, and the others are then asked of each, with the whole body as `$body`. */
export type Mapping = { title: string } & { [F in Exclude<MappedField, 'title'> | 'many']?: string }

const mostCharacters = 2_000

const expression = (title: string, description: string, example: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(mostCharacters)
    .superRefine((text, context) => {
      const wrong = wrongIn(text)
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong })
    })
    .meta({ title, description, examples: [example] })

/** Each expression is JSONata (docs.jsonata.org). Without a title there is no mapping, and the plain form is read. */
export const mappingSettings = z
  .strictObject({
    many: expression('List of alerts', 'Where one body tells several.', 'events').optional(),
    title: expression('Title', 'What is wrong, without its state.', 'check.name').optional(),
    severity: expression(
      'Severity',
      'critical, error, warning, info or none; words like P1 or high are known too.',
      'check.priority',
    ).optional(),
    status: expression(
      'Status',
      'Firing unless it gives ok, up, resolved, closed or recovered, or true for over.',
      'check.state',
    ).optional(),
    service: expression('Service', 'Only for a key of the service default.', 'tags.service').optional(),
    fingerprint: expression(
      'Identity',
      'The same when it fires and when it is over; without one, title and service.',
      'check.id',
    ).optional(),
    startedAt: expression(
      'Started at',
      'A time with its zone, or seconds or milliseconds since 1970.',
      'check.since',
    ).optional(),
    endedAt: expression('Ended at', 'Only of what is over.', 'check.until').optional(),
    link: expression('Link', 'http or https.', 'check.url').optional(),
  })
  .meta({ title: 'Mapping', description: 'Each field is an expression in JSONata, asked of the body that arrives.' })
  .refine(said => said.title !== undefined || Object.values(said).every(text => text === undefined), {
    message: 'A mapping needs a title.',
    path: ['title'],
  })

export const mappingIn = (settings: Readonly<Record<string, unknown>>): Mapping | undefined =>
  typeof settings['title'] === 'string' ? (settings as Mapping) : undefined

/** What cannot be parsed, in words. Parsing runs nothing of it. */
function wrongIn(text: string): string | undefined {
  try {
    load('jsonata')(text)
    return undefined
  } catch (error) {
    return expressionError(error)
  }
}

/** JSONata's own words, and where. They quote the expression, never the body. */
export function expressionError(error: unknown): string {
  const { message, position } = (error ?? {}) as { message?: unknown; position?: unknown }
  const said = typeof message === 'string' ? message.slice(0, 300) : 'This cannot be evaluated.'
  return typeof position === 'number' ? `${said} (at character ${position})` : said
}
