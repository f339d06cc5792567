import { isAlwaysQuiet, type PersonalRules } from '../roster/personal-rules.ts'
import { channelsOf } from '../store/contacts.ts'
import type { Sql } from '../store/db.ts'
import { badField } from './answer.ts'

/** A 400 where a person's own rules name a channel that they do not have, or would keep them from being paged for good. */
export async function checkOwnRules(
  sql: Sql,
  person: { id: string; name: string },
  rules: PersonalRules,
  { at, canMail }: { at: string; canMail: boolean },
): Promise<void> {
  const channels = await channelsOf(sql, person.id, canMail)
  for (const [n, { channel }] of rules.steps.entries())
    if (!channels.includes(channel))
      throw badField(
        `steps.${n}.channel`,
        `${person.name} has no ${channel}. There is: ${channels.join(', ') || 'none'}.`,
      )
  if (isAlwaysQuiet(rules, at))
    throw badField('quiet', 'Some hour of the week has to be loud: with this they would never be paged in time.')
}
