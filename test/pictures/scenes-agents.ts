import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signStep } from '../../src/cli/step.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type AgentOfAHost, agentOfAHost } from '../agent/agent-of-a-host.ts'
import { until } from '../harness.ts'
import type { Night } from './night.ts'
import type { Picture } from './picture.ts'

const agents: AgentOfAHost[] = []
let number = 0

const page = `---
title: The pool is exhausted
---
# The pool is exhausted

Every connection of the shop is taken, and requests wait.

\`\`\`sh {"name":"who holds the pool","fl-kind":"check"}
echo "checkout 31, reports 9, of 40"
\`\`\`
`

/** Two hosts have an agent, one had; a page has a step that Ana signed. */
async function enrolled(night: Night): Promise<void> {
  const { clock, people, world } = night
  await clock('11:10:00')
  const old = await agentOfAHost(world, 'level: 1', 'web-7')
  await people.noor.delete(`/api/v1/agents/${old.id}`)
  await old.end()
  await clock('11:20:00')
  const db = await agentOfAHost(world, 'level: 0', 'db-1')
  const folder = dirname(db.places.file)
  const key = join(folder, 'ana')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key])
  writeFileSync(join(folder, 'reviewers'), `ana@shop.example ${readFileSync(`${key}.pub`, 'utf8')}`, { mode: 0o644 })
  const log = join(folder, 'postgresql.log')
  writeFileSync(log, `${night.now().toISOString()} FATAL: remaining connection slots are reserved\n`)
  db.allow(
    `level: 3\nlogs: {postgresql: ${log}}\nchecks: {pool: [/bin/echo, 40 of 40 connections are taken by checkout and reports], disk: [/bin/df, -h]}\nreviewers: ${join(folder, 'reviewers')}`,
  )
  const web = await agentOfAHost(world, `level: 1\nlogs: {nginx: ${log}}`, 'web-1')
  agents.push(db, web)
  await until(() => db.here()?.allows.level === 3, 'the file to be read')
  const runbook = join(world.dataDir, 'runbook')
  mkdirSync(join(runbook, 'shop'), { recursive: true })
  writeFileSync(join(runbook, 'shop/pool.md'), page)
  signStep(runbook, 'shop/pool.md', 'who holds the pool', key)
  const { body } = await people.ana.post<Incident>('/api/v1/incidents', {
    title: 'The pool is exhausted',
    severity: 'sev3',
    service: 'shop',
  })
  number = body.number
  await people.ana.post(`/api/v1/incidents/${body.id}/acknowledge`)
  await until(
    async () =>
      (await people.ana.post(`/api/v1/incidents/${body.id}/follow-page`, { page: 'shop/pool' })).status === 200,
    'the page',
  )
}

/** The agents of hosts, in the settings and in a room. */
export const withAgents: readonly Picture[] = [
  {
    name: 'settings-agents',
    says: 'The agents of hosts: what each allows, when it was seen, a code for another one.',
    before: enrolled,
    as: 'noor',
    path: '/settings/agents',
    shows: 'db-1',
    async act(page) {
      await page.getByRole('textbox', { name: 'Host' }).fill('db-2')
      await page.getByRole('button', { name: 'Make a code' }).click()
      await page.getByText('fireline agent enrol').waitFor()
      await page.locator('code.cmd').evaluate(code => {
        code.textContent = 'fireline agent enrol fl_enrol_Yx3…'
      })
    },
  },
  {
    name: 'settings-agents-revoke',
    says: 'An agent is about to be revoked.',
    as: 'noor',
    path: '/settings/agents',
    shows: 'db-1',
    async act(page) {
      await page.getByRole('button', { name: 'Revoke… the agent of web-1' }).click()
      await page.getByRole('heading', { name: 'Revoke the agent of web-1' }).waitFor()
    },
  },
  {
    name: 'room-on-host',
    says: 'What the hosts let us look at, each one press; a check ran, and is evidence.',
    as: 'ana',
    path: () => `/incidents/INC-${number}`,
    shows: 'Look on a host',
    async act(page) {
      await page.getByRole('button', { name: 'check pool' }).click()
      await page.getByText('check pool on db-1: ended with 0').waitFor()
      await page.getByText('check pool on db-1: ended with 0').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'room-signed-step',
    says: 'A step that a reviewer of db-1 signed was run there by its agent.',
    as: 'ana',
    path: () => `/incidents/INC-${number}`,
    shows: 'Look on a host',
    async act(page) {
      await page.getByRole('button', { name: 'Run on db-1' }).first().click()
      await page.getByText('who holds the pool on db-1: ended with 0').first().waitFor()
    },
    async after() {
      for (const agent of agents) await agent.end()
    },
  },
]
