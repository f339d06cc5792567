import type { Incident } from '../incident/incident.ts'
import type { Cast } from './cast.ts'
import { untilSeen } from './client.ts'
import type { Shop } from './shop/shop.ts'

type Play = { shop: Shop; url: string; cast: Cast; tell: (step: string, words: string) => void }

const aDayMs = 24 * 3_600_000

/** People respond, by the web page and the shop's own tool; the drill says where to look and waits until they say it is resolved. */
export async function waitForPeople({ shop, url, cast, tell }: Play): Promise<void> {
  if (cast.inviteUrl) sayTheWayIn(tell, url, cast, cast.inviteUrl)
  tell(
    'where',
    `the shop: cd ${shop.folder} && ./shopctl status${cast.inviteUrl ? '' : ' (on the host of this server)'}`,
  )
  const find = async () => {
    const { incidents } = await cast.ana.get<{ incidents: Incident[] }>('/api/v1/incidents')
    return incidents.find(each => each.service === cast.service && each.status !== 'resolved')
  }
  const { id, number, title } = await untilSeen('an incident of the shop', find, 60_000)
  tell('alert', `INC-${number}: ${title}`)
  let seen = 0
  await untilSeen(
    'the incident to be resolved',
    async () => {
      const is = await cast.ana.incident(id)
      if (is.acknowledgedBy && seen < 1) seen = said(tell, 1, 'acknowledged', 'somebody has it')
      if (is.status !== 'open' && seen < 2) seen = said(tell, 2, 'mitigated', 'customers are said to be well again')
      return is.status === 'resolved' || undefined
    },
    aDayMs,
  )
  tell('resolved', `INC-${number} is resolved`)
}

/** Into a Fireline of the drill's own. */
function sayTheWayIn(tell: Play['tell'], url: string, { ana }: Cast, inviteUrl: string): void {
  tell('where', `Fireline: ${url}   you come in by this link: ${inviteUrl}`)
  const { token } = ana.login
  tell('where', `your terminal: export FIRELINE_URL=${url} FIRELINE_TOKEN=${token} (as Ana, who is on call)`)
  tell('where', 'Ctrl-C ends the drill and takes everything away')
}

function said(tell: Play['tell'], so: number, step: string, words: string): number {
  tell(step, words)
  return so
}
