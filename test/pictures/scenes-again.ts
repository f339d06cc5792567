import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../harness.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'
import { type Shown, shareScreen } from './terminal.ts'

const pageOfRoutes = `# Routes without their prefix

A migration of the gateway rewrote the paths it routes by. Carts look empty, nothing is lost.

\`\`\`sh {"name": "count what was rewritten", "fl-kind": "check"}
psql shop -c "select upstream, count(*) from routes where path like '/api/cart%' group by 1"
\`\`\`

\`\`\`sh {"name": "put the prefix back", "fl-kind": "change", "fl-risk": "complex", "fl-touches": "pg:shop"}
psql shop -c "update routes set path = replace(path, '/api/cart', '/cart') where upstream <> 'partner'"
\`\`\`

\`\`\`sh {"name": "a cart has items again", "fl-kind": "verify"}
curl -s http://localhost:8080/cart | head -c 200
\`\`\`
`

const prompt = '\u001b[32mmira@db-1\u001b[0m:~$ '
const again: { screen?: Shown } = {}

/** 03:52 it is back, for partners; by now the book knows it, and the first of its steps is done. */
async function goneBy(night: Night): Promise<void> {
  const { clock, people, world } = night
  writeFileSync(join(world.dataDir, 'runbook', 'shop', 'routes.md'), pageOfRoutes)
  await clock('03:52:00')
  await people.ben.post('/api/v1/incidents', { title: 'Partners see no carts', severity: 'sev3', service: 'checkout' })
  const asks = async (who: 'ana' | 'mira', command: string, body = {}) => {
    const { status, body: answer } = await people[who].post(`/api/v1/incidents/INC-2/${command}`, body)
    if (status !== 200) throw new Error(`${who} could not ${command}: ${status} ${JSON.stringify(answer)}`)
  }
  await asks('ana', 'acknowledge')
  await asks('mira', 'join')
  await asks('ana', 'give-keyboard', { to: people.mira.id })
  again.screen = await shareScreen(night, 'mira', 'psql shop', 'INC-2')
  again.screen.says(
    `${prompt}psql shop -f count-rewritten.sql\n upstream | count \n----------+-------\n partner  |    12\n(1 row)\n\n${prompt}`,
  )
  await clock('03:54:10')
  const known = async () => (await people.ana.get('/api/v1/runbook/pages/shop/routes')).status === 200
  await until(known, 'the book to know the page')
  await asks('ana', 'follow-page', { page: 'shop/routes' })
  await asks('mira', 'run-step', { page: 'shop/routes', step: 'count what was rewritten' })
}

const readsSteps = async (page: Page) => page.locator('[aria-labelledby="h-followed"]').getByText('noted').waitFor()

/** The next fire of that kind. */
export const onceMore: readonly Picture[] = [
  {
    name: 'room-followed-page',
    says: 'The page they go by, its steps beside the terminal, and who noted which.',
    before: goneBy,
    as: 'mira',
    path: '/incidents/INC-2',
    shows: 'We go by: Routes without their prefix',
    act: readsSteps,
    after: async () => again.screen?.ends(),
  },
]
