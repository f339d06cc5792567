import type { Service } from '../catalog/service.ts'
import type { Ask } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import { remarkNamed } from '../incident/remark.ts'
import { maskKnownShapes } from '../redact/mask.ts'
import type { Person } from '../roster/person.ts'
import { putBlob } from './blobs.ts'
import type { Row, Sql, Tx } from './db.ts'
import { incidentNamed, readHead } from './head.ts'
import { madeOnce } from './made-once.ts'

export type Loader<K extends keyof Known> = (tx: Tx, was: Incident, ask: Ask<unknown>) => Promise<Known[K]>

export const loadPeople: Loader<'people'> = async tx => {
  const { rows } = await tx.query<Person & Row>(
    `select id, kind, name, email, role from person where disabled_at is null`,
  )
  return madeOnce(rows, [], () => new Map(rows.map(person => [person.id, person])))
}

/** The incident's service, or before it is opened the one that the ask names; an unknown one is `default`. */
export const loadService: Loader<'service'> = async (tx, was, ask) => {
  const named = was.seq > 0 ? was.service : (ask.body as { service?: string }).service
  const found = (await serviceNamed(tx, named ?? 'default')) ?? (await serviceNamed(tx, 'default'))
  if (!found) throw new Error('the service `default` is missing: a first start makes it')
  return found
}

const excerptLength = 2_000

/** Credentials of known shape never stay. Stores the ask's text as a blob in the ask's own transaction: a timeline never names bytes that are not there. */
export const loadKept: Loader<'kept'> = async (tx, was, ask) => {
  const { text: said, remark } = ask.body as { text?: string; remark?: string }
  const answered = remark === undefined ? undefined : remarkNamed(was, remark)?.text
  const text = maskKnownShapes((said ?? answered ?? '').toWellFormed())
  const content = Buffer.from(text)
  const digest = await putBlob(tx, content, new Date(ask.at))
  return { digest, bytes: content.length, excerpt: text.slice(0, excerptLength).toWellFormed() }
}

export const loadOtherIncident: Loader<'otherIncident'> = async (tx, _was, ask) => {
  const { incident } = ask.body as { incident?: string }
  const id = incident === undefined ? undefined : await incidentNamed(tx, incident)
  const head = id && (await readHead(tx, id))
  if (!head) return undefined
  const { id: found, number, mergedInto, lead, status } = head
  return { id: found, number, mergedInto, ...(lead && status !== 'resolved' && { lead }) }
}

interface ServiceRow extends Row {
  slug: string
  name: string
  team: string
  mode: Service['mode']
  policy: string | null
  owner: string | null
  environment: string | null
  twin: string | null
  depends_on: string[]
  stakeholders: Service['stakeholders']
  recording: Service['recording'] | null
}

export async function serviceNamed(sql: Sql, slug: string): Promise<Service | undefined> {
  const { rows } = await sql.query<ServiceRow>('select * from service where slug = $1', [slug])
  return rows[0] && toService(rows[0])
}

export async function listServices(sql: Sql): Promise<Service[]> {
  const { rows } = await sql.query<ServiceRow>('select * from service order by slug')
  return rows.map(toService)
}

function toService(row: ServiceRow): Service {
  return {
    slug: row.slug,
    name: row.name,
    team: row.team,
    mode: row.mode,
    policy: row.policy ?? undefined,
    owner: row.owner ?? undefined,
    environment: row.environment ?? undefined,
    twin: row.twin ?? undefined,
    dependsOn: row.depends_on,
    stakeholders: row.stakeholders,
    recording: row.recording ?? undefined,
  }
}
