import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import type { Account } from '../../steps/notify/channel.ts'
import {
  endChannelAccount,
  readChannelAccount,
  readChannelAccounts,
  saveChannelAccount,
} from '../../store/channel-accounts.ts'
import type { Sql } from '../../store/db.ts'
import { countAnswers } from '../../store/sms-answers.ts'
import { notFound } from '../answer.ts'
import { keptSecrets } from '../kept-secrets.ts'
import { type Route, route } from '../route.ts'
import { checked } from '../serve-routes.ts'

/** The accounts of the house that SMS and calls go over. One admin sets them once; everybody else gives only their number. */
export function channelAccountRoutes({ channels, secrets, url }: Outside): Route[] {
  const known = (): Account[] => [
    ...new Map(
      [...channels.values()].flatMap(one => (one.account ? [[one.account.kind, one.account] as const] : [])),
    ).values(),
  ]
  const all = async (sql: Sql, now: Date) => {
    const set = await readChannelAccounts(sql, secrets)
    const accounts = known().map(async account => {
      const one = set.find(({ kind }) => kind === account.kind)
      const answers = one && areRead(one.settings) && (await answersOf(sql, account.kind, now))
      return {
        ...about(account),
        isSet: one !== undefined,
        ...(one && shown(account, one)),
        ...(answers && { answers }),
      }
    })
    return { accounts: await Promise.all(accounts) }
  }
  /** Where answers are brought, and how many of the last 30 days were of people here, and of nobody. */
  const answersOf = async (sql: Sql, kind: string, now: Date) => ({
    at: `${url()}/sms/${kind}`,
    ...(await countAnswers(sql, kind, new Date(now.getTime() - 30 * 24 * 3_600_000))),
  })
  const about = ({ kind }: Account) => ({
    kind,
    channels: [...channels.values()].filter(one => one.account?.kind === kind).map(one => one.kind),
  })
  return [
    route({
      method: 'GET',
      path: '/api/v1/channel-accounts',
      action: 'settings:write',
      says: 'What SMS and calls go over; secrets are named, never shown.',
      run: async ({ sql, desk }) => all(sql, desk.clock.now()),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/channel-accounts/:kind',
      action: 'settings:write',
      says: 'Sets what SMS and calls go over. A secret that is left out stays, unless the address changes.',
      body: z.record(z.string().max(100), z.unknown()),
      async run({ tx, desk, who, params, body }) {
        const account = known().find(one => one.kind === params.kind)
        if (!account) throw notFound('such account')
        const before = await readChannelAccount(tx, account.kind, secrets)
        const given = { ...keptSecrets(before, body, account.secrets), ...body }
        const settings = checked(account.settings, given, '') as Record<string, unknown>
        const by = who.kind === 'nobody' ? '' : who.id
        await saveChannelAccount(tx, secrets, { kind: account.kind, settings, by, now: desk.clock.now() })
        return all(tx, desk.clock.now())
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/channel-accounts/:kind',
      action: 'settings:write',
      says: 'Nothing goes over it any more: whoever is reached by it is called over their next channel.',
      async run({ tx, desk, params }) {
        if (!(await endChannelAccount(tx, params.kind))) throw notFound('such account')
        return all(tx, desk.clock.now())
      },
    }),
  ]
}

const areRead = (settings: Record<string, unknown>): boolean =>
  settings['answers'] === true || settings['answerSecret'] !== undefined

function shown(
  { secrets }: Account,
  { settings, setBy, setAt }: { settings: Record<string, unknown>; setBy: string; setAt: string },
) {
  const isSecret = ([field]: [string, unknown]) => secrets.includes(field)
  const fields = Object.entries(settings)
  return {
    settings: Object.fromEntries(fields.filter(one => !isSecret(one))),
    secrets: fields.filter(isSecret).map(([field]) => field),
    setBy,
    setAt,
  }
}
