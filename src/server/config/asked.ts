import { may } from '../../access/may.ts'
import type { Config, ConfigAnswer } from '../../api/config.ts'
import type { Outside } from '../../engine/outside.ts'
import { addAuditLine } from '../../store/audit.ts'
import { inSavepoint, type Tx } from '../../store/db.ts'
import { ApiError } from '../answer.ts'
import type { Call } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { peopleByMail } from './people-by-mail.ts'
import type { Settling } from './section.ts'
import { settleConfig } from './settle.ts'

type Asked = Pick<Call, 'desk' | 'who'>

/** It is about settings and about everyone's channels, so it takes both rights. */
export async function settlingOf(tx: Tx, { desk, who }: Asked, outside: Outside): Promise<Settling> {
  if (!may(who, 'settings:write'))
    throw new ApiError(403, 'not-allowed', 'You may not do this: it needs the right "settings:write" too.')
  return { tx, at: desk.clock.at(), by: actorOf(who).name, outside, people: await peopleByMail(tx) }
}

export async function settled(
  tx: Tx,
  asked: Asked,
  outside: Outside,
  config: Config,
  reason?: string,
): Promise<ConfigAnswer> {
  const settling = await settlingOf(tx, asked, outside)
  return settleConfig(config, { ...settling, ...(reason && { reason }) })
}

/** Carries what would have been answered out of a savepoint that is rolled back. */
class OnlyTried extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('only tried')
    this.answer = answer
  }
}

/** Does all of it, and undoes it. */
export async function tried(tx: Tx, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await inSavepoint(tx, async () => {
      throw new OnlyTried(await work())
    })
  } catch (error) {
    if (error instanceof OnlyTried) return error.answer
    throw error
  }
}

/** A line of the audit for each thing, with the fields that changed and none of their values. */
export async function writeDown(
  { tx, desk, who, request }: Pick<Call, 'tx' | 'desk' | 'who' | 'request'>,
  action: string,
  { differences }: ConfigAnswer,
): Promise<void> {
  const { kind, id, name: author } = actorOf(who)
  for (const { section, name, isNew, changes } of differences)
    await addAuditLine(tx, {
      at: desk.clock.at(),
      by: { kind, id, name: author },
      action,
      subject: { section, name },
      said: { isNew, changed: changes.slice(0, 40).map(({ path }) => path) },
      remote: request.ip,
      outcome: 'done',
    })
}
