import { type Config, type ConfigAnswer, diffConfig, type Plain } from '../../api/config.ts'
import { configText } from '../../api/config-text.ts'
import { access } from './access.ts'
import { callLinks } from './call-links.ts'
import { channels } from './channels.ts'
import { ownRules } from './own-rules.ts'
import { policies } from './policies.ts'
import { alertRules, houseRules } from './rules.ts'
import { schedules } from './schedules.ts'
import { type Section, type Settling, under, type Wanted } from './section.ts'
import { services } from './services.ts'
import { statusPages } from './status-pages.ts'

/** In the order in which they are saved: what is named by others comes first. */
const sections: readonly Section[] = [
  schedules,
  policies,
  services,
  channels,
  ownRules,
  alertRules,
  houseRules,
  statusPages,
  access,
  callLinks,
]

/** The settings as code, in normal form: secrets are named, never written. */
export async function configNow(settling: Settling): Promise<Config> {
  const config: Record<string, unknown> = {}
  for (const section of sections) config[section.name] = unnamed(section, await section.now(settling))
  return config
}

/**
 * Makes the settings what `given` says, thing by thing; what it does not name stays, and what is equal is not written. All of it is
 * saved before any of it is checked against the rest, so a schedule and the policy that needs it may come together. Throws the field that is wrong.
 */
export async function settleConfig(given: Config, settling: Settling): Promise<ConfigAnswer> {
  const now = await configNow(settling)
  const wanted = await readAll(given, now, settling)
  const differences = diffConfig(now, configOf(wanted))
  const changed = wanted.filter(one =>
    differences.some(({ section, name }) => section === one.section.name && name === one.name),
  )
  for (const one of changed) await under(one.path, one.save)
  const warnings: ConfigAnswer['warnings'] = []
  for (const { path, check } of changed) {
    const found = check && (await under(path, check))
    for (const one of found ?? [])
      if (warnings.every(other => other.says !== one.says)) warnings.push(within(path, one))
  }
  return { id: 'config', differences, text: configText(differences), warnings }
}

const within = (path: string, { path: field, says }: { path: string; says: string }) => ({
  path: `${path}.${field}`,
  says,
})

interface Named extends Wanted {
  section: Section
  name: string
  path: string
}

async function readAll(given: Config, now: Config, settling: Settling): Promise<Named[]> {
  const all: Named[] = []
  for (const section of sections) {
    const stands = named(section, now[section.name])
    for (const [name, thing] of Object.entries(named(section, given[section.name]))) {
      const path = [section.name, name].filter(Boolean).join('.')
      const before = Object.hasOwn(stands, name) ? stands[name] : undefined
      all.push({ section, name, path, ...(await under(path, () => section.read(name, thing, before, settling))) })
    }
  }
  return all
}

/** The alert rules are one thing without a name. */
function named({ name }: Section, things: Config[keyof Config]): Record<string, Plain> {
  if (things === undefined) return {}
  return name === 'alertRules' ? { '': things } : (things as Record<string, Plain>)
}

const unnamed = ({ name }: Section, things: Record<string, Plain>) => (name === 'alertRules' ? things[''] : things)

function configOf(wanted: readonly Named[]): Config {
  const config: Record<string, unknown> = {}
  for (const section of sections) {
    const mine = wanted.filter(one => one.section === section)
    if (mine.length > 0)
      config[section.name] = unnamed(section, Object.fromEntries(mine.map(one => [one.name, one.normal])))
  }
  return config
}
