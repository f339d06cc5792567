import { z } from 'zod'

/** What OpenAPI needs to know of a route. */
export interface Described {
  method: string
  path: string
  action: string
  says: string
  query?: z.ZodType
  body?: z.ZodType
  /** The status of a yes; 200 unless told. */
  answers?: number
}

/** The refusals' codes are part of the API. */
export function openApi(routes: readonly Described[], refusals: readonly string[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, path) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Fireline', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Refusal: refusalSchema(refusals), Error: errorSchema },
    },
  }
}

function operation(route: Described, path: string): unknown {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(propertiesOf(route.query)).map(([name, schema]) => ({ name, in: 'query', schema }))
  return {
    summary: route.says,
    'x-right': route.action,
    ...(route.action !== 'public' && { security: [{ bearer: [] }] }),
    parameters: [...inPath, ...inQuery],
    ...(route.body && { requestBody: { content: { 'application/json': { schema: toSchema(route.body) } } } }),
    responses: {
      [route.answers ?? 200]: { description: 'Done.' },
      409: { description: 'Refused, with the way forward.', content: json('Refusal') },
      default: { description: 'Not done.', content: json('Error') },
    },
  }
}

const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })

const toSchema = (schema: z.ZodType): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })

function propertiesOf(schema: z.ZodType | undefined): Record<string, unknown> {
  return schema ? ((toSchema(schema)['properties'] ?? {}) as Record<string, unknown>) : {}
}

const refusalSchema = (codes: readonly string[]) => ({
  type: 'object',
  properties: {
    refusal: {
      type: 'object',
      properties: {
        code: { type: 'string', enum: [...codes].sort() },
        message: { type: 'string' },
        next: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              label: { type: 'string' },
              command: { type: 'string' },
              body: { type: 'object' },
              incident: { type: 'string', description: 'Asked of this incident instead: INC-12.' },
            },
          },
        },
      },
    },
  },
})

const errorSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' }, path: { type: 'string' } },
    },
  },
}
