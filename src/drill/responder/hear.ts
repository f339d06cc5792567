import type { Incident } from '../../incident/incident.ts'
import { untilSeen } from '../client.ts'
import { expectThat, type Scene } from './scene.ts'

type Owed = { person?: string; to?: string; channel?: string; state?: string }

/** The alert is in, those who should know do, and Ana has it. Gives the incident. */
export async function hearAndAcknowledge(scene: Scene, known: readonly string[] = []): Promise<Incident> {
  const incident = await untilSeen(
    'an incident of the shop',
    async () => {
      const { incidents } = await scene.ana.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
      return incidents.find(each => each.service === scene.service && !known.includes(each.id))
    },
    30_000,
  )
  scene.tell('alert', `INC-${incident.number} is open, ${incident.severity}: ${incident.title}`)
  await told(scene, incident)
  const entries = await scene.ana.ask(incident.id, 'acknowledge')
  expectThat(
    entries.some(entry => entry.type === 'Acknowledged'),
    'Ana acknowledged',
  )
  const is = await scene.ana.incident(incident.id)
  expectThat(is.acknowledgedBy === scene.ana.id, 'the incident says that Ana has it')
  expectThat(
    is.lead === scene.ana.id && is.operator === scene.ana.id,
    'who acknowledges alone is lead and has the keyboard',
  )
  scene.tell('acknowledged', `Ana has it until ${is.until?.slice(11, 16)} UTC; alone, she leads and has the keyboard`)
  return is
}

async function told(scene: Scene, { id, number }: Incident): Promise<void> {
  if (scene.isGuest) return toldAsGuests(scene, id)
  const owed = await untilSeen('a page to the person on call', async () => {
    const { pages } = await scene.ana.get<{ pages: Owed[] }>(`/api/v1/incidents/${id}/pages`)
    return pages.length > 0 ? pages : undefined
  })
  if (!scene.mailbox) {
    scene.tell('told', `${owed.length} page${owed.length === 1 ? '' : 's'} owed to who is on call`)
    return
  }
  const { mails } = scene.mailbox
  await untilSeen(`a mail to Ana about INC-${number}`, async () =>
    mails.find(mail => mail.raw.includes(`INC-${number}`)),
  )
  scene.tell('told', `a mail about INC-${number} reached ${mails.at(-1)?.to.join(', ')}`)
}

/** Whoever agreed to be rung is; otherwise the room says that nobody is, which is right here. */
async function toldAsGuests(scene: Scene, incident: string): Promise<void> {
  const rung = await untilSeen('the escalation to begin', async () => {
    const { calls, nobodyToCall } = await scene.ana.incident(incident)
    return calls.length > 0 || (nobodyToCall ? false : undefined)
  })
  scene.tell('told', rung ? 'who started the drill is rung' : 'nobody is rung: this is a drill, and nobody asked to be')
}
