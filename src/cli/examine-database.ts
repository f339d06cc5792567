import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fireline } from '../incident/entry.ts'
import { unopened } from '../incident/replay.ts'
import type { Person } from '../roster/person.ts'
import type { Settings } from '../settings.ts'
import { withDatabase } from '../store/backup/reach.ts'
import { loadChannels } from '../store/contacts.ts'
import { type Db, openPool } from '../store/db.ts'
import { clusterFolder } from '../store/embedded/data-folder.ts'
import { checkDurability } from '../store/embedded/durability.ts'
import { listServices } from '../store/loaders.ts'
import { migrations } from '../store/migrate.ts'
import { loadPolicy } from '../store/on-call.ts'
import { phoneFindings } from './examine-phones.ts'
import { attention, type Finding, fine } from './finding.ts'

/** The database, and what only it knows: who is on call, and whether they can be reached. */
export async function databaseFindings(settings: Settings): Promise<Finding[]> {
  const { databaseUrl, dataDir } = settings
  if (databaseUrl === undefined && !existsSync(join(clusterFolder(dataDir), 'PG_VERSION')))
    return [attention('database', 'There is none yet.', 'A first start makes it: npm start.')]
  try {
    return await withDatabase(
      { dataDir, databaseUrl },
      () => {},
      async config => {
        const db = openPool({ ...config, max: 2 })
        try {
          const canMail = settings.smtpUrl !== undefined
          const kept = await database(db)
          // Tables of a newer Fireline may not be there yet.
          if (!kept.ok) return [kept, ...(await onCall(db, canMail))]
          return [kept, ...(await onCall(db, canMail)), ...(await phoneFindings(db, canMail))]
        } finally {
          await db.end()
        }
      },
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const next = databaseUrl === undefined ? 'Look at the log of fireline serve.' : 'Is DATABASE_URL right?'
    return [attention('database', `It does not answer: ${why}`, next)]
  }
}

async function database(db: Db): Promise<Finding> {
  const { faults } = await checkDurability(db)
  if (faults.length > 0)
    return attention('database', `It may lose what was acknowledged: ${faults.join(', ')}.`, 'Turn them on again.')
  const { rows } = await db.query<{ name: string }>('select name from migration')
  const run = new Set(rows.map(row => row.name))
  const pending = (await migrations()).filter(({ name }) => !run.has(name)).length
  if (pending > 0)
    return attention('database', `${pending} migrations wait for a start.`, 'fireline upgrade --check, then start.')
  return fine('database', 'answers, and keeps what it says it keeps')
}

/** One line for each service: somebody of its policy can be reached now. */
async function onCall(db: Db, canMail: boolean): Promise<Finding[]> {
  const tx = { query: db.query.bind(db) as never, afterwards: [] }
  const channels = await loadChannels(canMail)(tx)
  const services = (await listServices(db)).filter(({ mode }) => mode === 'live')
  return Promise.all(
    services.map(async ({ slug }) => {
      const ask = { id: '', by: fireline, at: new Date().toISOString(), body: { service: slug } }
      const policy = await loadPolicy(tx, unopened, ask)
      return reachable(slug, [...policy.steps.flatMap(step => step.people), ...policy.fallback], channels)
    }),
  )
}

function reachable(service: string, people: Person[], channels: Map<string, string[]>): Finding {
  const about = 'on call'
  const [first] = people
  if (!first)
    return attention(about, `Nobody is paged for ${service}.`, 'Add a person, or name somebody in its policy.')
  const found = people.find(person => (channels.get(person.id) ?? []).length > 0)
  const names = [...new Set(people.map(person => person.name))].join(', ')
  const next = 'Give them an address and set FIRELINE_SMTP_URL, or give them another contact.'
  if (!found) return attention(about, `${names} cannot be reached for ${service}.`, next)
  const by = (channels.get(found.id) ?? []).join(', ')
  if (found.id === first.id) return fine(about, `${found.name} for ${service}, by ${by}`)
  return attention(about, `${first.name} is first for ${service} and cannot be reached; ${found.name} can.`, next)
}
