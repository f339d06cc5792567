import { z } from 'zod'
import { may, type Principal } from '../../access/may.ts'
import { type Arrived, type FirstHour, firstHourSteps } from '../../api/first-hour.ts'
import type { Desk } from '../../engine/desk.ts'
import type { Health } from '../../engine/health.ts'
import type { Outside } from '../../engine/outside.ts'
import { beat } from '../../engine/outside-heartbeat.ts'
import { reachable } from '../../engine/reachable.ts'
import type { Sql } from '../../store/db.ts'
import { latestAlert, readSteps, skipStep } from '../../store/first-hour.ts'
import { readHead } from '../../store/head.ts'
import { showableKey } from '../../store/integrations.ts'
import { endOutsideHeartbeat, readOutsideHeartbeat, setOutsideHeartbeat } from '../../store/outside-heartbeat.ts'
import { listPeople } from '../../store/people.ts'
import { badField, notFound } from '../answer.ts'

import { type Route, route } from '../route.ts'

const idOf = (who: Principal): string => (who.kind === 'nobody' ? '' : who.id)

/** The first hour: how far it is, what the pages of it need, and the heartbeat to the outside. */
export function firstHourRoutes(url: () => string, outside: Outside, health: Health): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/first-hour',
      action: 'read',
      says: 'How far the first hour is: its steps and who did them, the latest alert and who was paged for it, the first key while it is showable (to admins), and the outside heartbeat.',
      async run({ sql, desk, who }): Promise<FirstHour> {
        const [steps, arrived, heartbeat, key] = await Promise.all([
          readSteps(sql),
          whatArrived(sql),
          readOutsideHeartbeat(sql),
          may(who, 'settings:write') ? firstKey(sql, desk, outside, url()) : undefined,
        ])
        const channels = [...outside.channels.keys()]
        return {
          steps,
          channels,
          address: reachable(url()),
          arrived: arrived ?? null,
          heartbeat: heartbeat ?? null,
          key: key ?? null,
        }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/first-hour/:step',
      action: 'settings:write',
      says: 'Skips a step of the first hour, or takes that back.',
      body: z.strictObject({ skipped: z.boolean() }),
      async run({ tx, desk, who, params, body }) {
        const step = firstHourSteps.find(one => one === params.step)
        if (!step) throw notFound(`step ${params.step}`)
        await skipStep(tx, { step, by: idOf(who), now: desk.clock.now(), ...body })
        return { steps: await readSteps(tx) }
      },
    }),
    ...heartbeatRoutes(outside, health),
  ]
}

const switchUrl = z
  .url({ protocol: /^https?$/, message: 'An http or https URL, as the dead man’s switch gives it.' })
  .max(2_000)

function heartbeatRoutes(outside: Outside, health: Health): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/v1/outside-heartbeat',
      action: 'settings:write',
      says: "The address of a dead man's switch elsewhere. It is told each minute that canary alerts come through, the first time at once.",
      body: z.strictObject({ url: switchUrl }),
      async run({ tx, desk, who, body }) {
        if (new URL(body.url).username) throw badField('url', 'Without a name and password in it.')
        await setOutsideHeartbeat(tx, outside.secrets, { url: body.url, by: idOf(who), now: desk.clock.now() })
        return {}
      },
      async afterwards({ desk }) {
        await beat(desk, outside, health)
        return (await readOutsideHeartbeat(desk.db)) ?? {}
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/outside-heartbeat',
      action: 'settings:write',
      says: 'Tell nobody outside any more.',
      async run({ tx }) {
        if (!(await endOutsideHeartbeat(tx))) throw notFound('such heartbeat')
        return {}
      },
    }),
  ]
}

/** Nothing when it cannot be opened: then another key is made. */
async function firstKey(sql: Sql, desk: Desk, { secrets }: Outside, url: string) {
  const first = await showableKey(sql, secrets, desk.clock.now()).catch(() => undefined)
  return first && { name: first.name, url: `${url}/intake/${first.key}` }
}

async function whatArrived(sql: Sql): Promise<Arrived | undefined> {
  const alert = await latestAlert(sql)
  const is = alert?.incident && (await readHead(sql, alert.incident))
  if (!alert) return undefined
  const { title, at, from } = alert
  if (!is) return { title, at, from }
  const people = await listPeople(sql)
  const paged = is.calls.map(({ person, channel, state }) => ({
    name: people.find(one => one.id === person)?.name ?? 'somebody',
    channel,
    state,
  }))
  const { number, severity, nobodyToCall } = is
  return {
    title,
    at,
    from,
    incident: { number, title: is.title, severity, paged, ...(nobodyToCall && { nobodyToCall }) },
  }
}
