import type { Form } from './schema-fields.ts'

/** The services that there are, to choose from. */
export function withServices(form: Form, services: readonly { slug: string }[]): Form {
  return withOptions(
    form,
    'service',
    services.map(one => one.slug),
  )
}

/** Without a kind that is made elsewhere. */
export function withoutKind(form: Form, kind: string): Form {
  const kinds = form.schema.properties?.['kind']?.enum ?? []
  return withOptions(
    form,
    'kind',
    kinds.filter(one => one !== kind),
  )
}

function withOptions(form: Form, name: string, options: unknown[]): Form {
  const properties = form.schema.properties ?? {}
  return {
    ...form,
    schema: { ...form.schema, properties: { ...properties, [name]: { ...properties[name], enum: options } } },
  }
}
