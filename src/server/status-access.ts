import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { may } from '../access/may.ts'
import type { Outside } from '../engine/outside.ts'
import type { StatusPage } from '../steps/notify/status-page.ts'
import { pageKey, statusPageNamed } from '../store/status-pages.ts'
import { Answer } from './answer.ts'
import { sentencePage } from './capability-page.ts'
import { pageHeaders } from './capability-style.ts'
import type { Call } from './route.ts'
import { firstPage } from './status-read.ts'

/** What opens a page that is not public. */
export const withKey = z.strictObject({ key: z.string().max(100).optional() })

export type Looked = Call<Record<string, string>, z.infer<typeof withKey>>

/** A page that is not public is there for who has its link and for who is signed in; for others there is none. */
export async function mayRead(
  { sql, params, query, who }: Looked,
  { secrets }: Outside,
): Promise<StatusPage | undefined> {
  const page = params['page'] === undefined ? await firstPage(sql) : await statusPageNamed(sql, params['page'])
  if (!page || page.isPublic || may(who, 'read')) return page
  const right = Buffer.from(pageKey(secrets, page))
  const given = Buffer.from(query.key ?? '')
  return given.length === right.length && timingSafeEqual(given, right) ? page : undefined
}

export function noPage({ reply }: Pick<Looked, 'reply'>): Answer {
  reply.headers(pageHeaders)
  return new Answer(404, sentencePage('There is no such page', 'Perhaps its link was renewed. Ask who gave it to you.'))
}
