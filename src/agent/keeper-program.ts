import { fileURLToPath } from 'node:url'

let told: readonly string[] | undefined

/** What Node is told to run as a keeper, its folder last: the file beside this one, unless it is carried otherwise. */
export function keeperProgram(): readonly string[] {
  if (told) return told
  // As source in a checkout, as JavaScript in an installed package.
  const beside = import.meta.url.endsWith('.ts') ? './keeper.ts' : './keeper.js'
  return [fileURLToPath(new URL(beside, import.meta.url))]
}

export function keepersAre(program: readonly string[]): void {
  told = program
}
