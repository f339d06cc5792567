import { credentialsIn } from './credential-scan.ts'

/** Every credential of known shape in a text. What has an unknown shape is not found: that is said in the docs. */
export const knownShapes = (text: string): string[] => [
  ...new Set(credentialsIn(text).map(({ from, to }) => text.slice(from, to))),
]
