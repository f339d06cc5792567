import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PagesProof } from './page-checker.ts'

const page = fileURLToPath(new URL('../../docs/proof-measured.md', import.meta.url))

/** One line of docs/proof-measured.md. */
export interface Measured {
  /** As the page names it, in its first column. */
  fault: string
  size: string
  result: string
}

/** `npm run test:proof` keeps what came of it; every other run only says it. */
export function keepMeasured({ fault, size, result }: Measured): void {
  process.stdout.write(`${fault}: ${size}: ${result}\n`)
  if (!['keep', 'full'].includes(process.env['FIRELINE_PROOF'] ?? '')) return
  const lines = readFileSync(page, 'utf8').split('\n')
  const at = lines.findIndex(line => line.startsWith(`| ${fault} |`))
  if (at < 0) throw new Error(`docs/proof-measured.md has no line for ${fault}`)
  const what = lines[at]?.split('|')[2]?.trim()
  lines[at] = `| ${fault} | ${what} | ${size} | ${result} | ${new Date().toISOString().slice(0, 10)} |`
  writeFileSync(page, lines.join('\n'))
}

export const resultOf = ({
  incidents,
  steps,
  pages,
  copies,
  latestStepMs,
  latestPageMs,
  troubles,
}: PagesProof): string =>
  [
    `${incidents} incidents, ${steps} steps, ${pages} pages`,
    copies === 0 ? 'no copies' : `${copies} marked copies, each of a send that was half way`,
    `a step at most ${(latestStepMs / 1_000).toFixed(1)} s after its time, a page ${(latestPageMs / 1_000).toFixed(1)} s`,
    troubles.length === 0 ? 'nothing lost, doubled or out of order' : `**not as promised: ${troubles.length}**`,
  ].join('; ')
