/** Credentials of known shape. Each is linear: no nested repetition, bounded lengths. The secret is group 1 where there is one. */
const shapes: readonly RegExp[] = [
  /\b((?:AKIA|ASIA|AGPA|AROA|AIDA)[A-Z0-9]{16})\b/g,
  /\b(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g,
  /\b(glpat-[A-Za-z0-9_-]{20,64})/g,
  /\b(xox[abeoprs]-[A-Za-z0-9-]{10,250})/g,
  /\b((?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,99})\b/g,
  /\b(sk-[A-Za-z0-9_-]{20,200})/g,
  /\b(AIza[A-Za-z0-9_-]{35})/g,
  /\b(npm_[A-Za-z0-9]{36})\b/g,
  /\b(eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,2000})/g,
  /\b((?:fl|join|session)_[A-Za-z0-9_-]{43})/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----([\s\S]{1,10000}?)-----END/g,
  /[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,100}:([^\s@/]{1,200})@/gi,
  /\bauthorization\s{0,4}[:=]\s{0,4}(?:bearer|basic|token)\s{1,4}([^\s"',;]{6,2000})/gi,
  /\b(?:[a-z0-9_.-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key))["']?\s{0,4}[:=]\s{0,4}["']?([^\s"',;&]{4,500})/gi,
]

/** Every credential of known shape in a text. What has an unknown shape is not found: that is said in the docs. */
export function knownShapes(text: string): string[] {
  const found = new Set<string>()
  for (const shape of shapes) for (const match of text.matchAll(shape)) if (match[1]) found.add(match[1])
  return [...found]
}
