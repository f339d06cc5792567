import { accountsOf, type OnHost, whoIsOn } from '../steps/rally/on-host.ts'
import type { Sql } from '../store/db.ts'
import { headsWithTerminals } from '../store/heads-with-terminals.ts'
import { personById } from '../store/people.ts'

/** Who has the keyboard of the host with these names, with the account names by which the host may know them. */
export async function hostSeat(
  sql: Sql,
  names: readonly string[],
): Promise<(OnHost & { accounts: string[] }) | undefined> {
  const here = whoIsOn(await headsWithTerminals(sql), names)
  if (!here) return undefined
  const person = here.holder ? await personById(sql, here.holder) : undefined
  return { ...here, accounts: person ? accountsOf(person) : [] }
}
