import { accountsOf, type OnHost, whoIsOn } from '../steps/rally/on-host.ts'
import type { Sql } from '../store/db.ts'
import { headsOf } from '../store/head.ts'
import { headsWithTerminals } from '../store/heads-with-terminals.ts'
import { incidentsHolding } from '../store/host-seats.ts'
import { personById } from '../store/people.ts'

/** With the account names by which the host may know the holder, and the lead. */
export interface HostSeat extends OnHost {
  accounts: string[]
  leadAccounts: string[]
}

/** Who has the keyboard of the host with these names. */
export async function hostSeat(sql: Sql, names: readonly string[]): Promise<HostSeat | undefined> {
  const holding = await headsOf(sql, await incidentsHolding(sql, names))
  const here = whoIsOn(holding, names) ?? whoIsOn(await headsWithTerminals(sql), names)
  if (!here) return undefined
  const accounts = async (id: string | undefined) => {
    const person = id ? await personById(sql, id) : undefined
    return person ? accountsOf(person) : []
  }
  return { ...here, accounts: await accounts(here.holder), leadAccounts: await accounts(here.lead) }
}
