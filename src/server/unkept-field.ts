/** Where in a body the first text stands that a database cannot keep, as `layers.0.name`: one with a NUL or half a character, or a name that is one. */
export function unkeptField(value: unknown, path: readonly string[] = []): string | undefined {
  if (typeof value === 'string') return isUnkept(value) ? path.join('.') : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = isUnkept(name) ? [...path, '?'].join('.') : unkeptField(inner, [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}

const isUnkept = (text: string) => text.includes('\0') || !text.isWellFormed()
