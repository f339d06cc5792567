/** The same body without what stands at a path like `alerts.0.labels`. */
export function without(body: unknown, path: string): unknown {
  const copy = structuredClone(body)
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], copy)
  delete (holder as Record<string, unknown>)[last]
  return copy
}

export const withField = (body: unknown, name: string, value: unknown): unknown => ({
  ...(body as object),
  [name]: value,
})

const hostile: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  ' ',
  'a\0b',
  'x'.repeat(100_000),
  `[${'('.repeat(20_000)}`,
  'half \ud800 an emoji',
  '\u202etxt.exe',
  'javascript:alert(1)',
  '9999999999999999999',
  '2026-13-45T99:99:99Z',
  [],
  [[null]],
  {},
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
]

/** The body with each hostile value in each of its places, one at a time. */
export function* mutations(body: unknown): Generator {
  for (const path of pathsOf(body)) for (const value of hostile) yield put(body, path, value)
}

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))]
}

/** Copies only what is on the way. */
function put(body: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value
  const inner = put((body as Record<string, unknown>)[name], rest, value)
  return Array.isArray(body) ? body.with(Number(name), inner) : { ...(body as object), [name]: inner }
}
