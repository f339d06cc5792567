import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

/** Names a file for a line that `put-back` runs: what it put back and compared goes in there, so that the timeline can say it. */
export const countsVariable = 'FIRELINE_COUNTS'

const counts = z.object({ rows: z.number().int().min(0), equal: z.boolean() })
export type Counts = z.infer<typeof counts>

/** Who puts rows back has compared them before anything counted. */
export async function leaveCounts(rows: number): Promise<void> {
  const file = process.env[countsVariable]
  if (file) await writeFile(file, JSON.stringify({ rows, equal: true } satisfies Counts))
}

/** Nothing of a program that leaves none: `cp` and `pg_restore` count nothing. */
export async function readCounts(file: string): Promise<Counts | undefined> {
  try {
    return counts.safeParse(JSON.parse(await readFile(file, 'utf8'))).data
  } catch {
    return undefined
  }
}
