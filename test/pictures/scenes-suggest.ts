import type { Page } from 'playwright-core'
import { until } from '../harness.ts'
import { type PromptAgent, promptAgent } from '../rally/prompt-agent.ts'
import type { Name, Night } from './night.ts'
import type { Picture, Size } from './picture.ts'

const there = { incident: '', number: 0 }
const path = () => `/incidents/INC-${there.number}`
const shell: { agent?: PromptAgent } = {}

/** The disk of db-1 fills up; Mira leads and types, Ben and Jonas look on, Leo watches. */
async function diskFills(night: Night): Promise<void> {
  const { people, world } = night
  const title = 'Disk of db-1 fills up'
  const { body } = await people.mira.post<{ id: string; number: number }>('/api/v1/incidents', {
    title,
    severity: 'sev3',
    service: 'shop',
  })
  Object.assign(there, { incident: body.id, number: body.number })
  await done(night, 'mira', 'acknowledge')
  await done(night, 'mira', 'join')
  shell.agent = await promptAgent(world.url, people.mira, body.id, 'db-1')
  shell.agent.shows(screen)
  for (const name of ['ben', 'jonas'] as const) await done(night, name, 'join')
  await done(night, 'leo', 'join', { as: 'observer' })
}

const screen = `mira@db-1:~$ df -h /var
Filesystem      Size  Used Avail Use% Mounted on
/dev/sda2        98G   96G  1.9G  99% /var
mira@db-1:~$ du -xsh /var/* | sort -h | tail -2
3.1G    /var/lib
88G     /var/log
mira@db-1:~$ `

async function suggested(night: Night): Promise<void> {
  await diskFills(night)
  const rotate = {
    text: 'Rotate the logs of the gateway now',
    why: 'They grew by 80 GB since the deploy, and nothing reads the old ones',
    command: 'sudo logrotate -f /etc/logrotate.d/gateway',
  }
  await done(night, 'ben', 'suggest', rotate)
  const empty = { text: 'Empty /var/log by hand', why: 'It is the fastest', command: 'sudo rm -rf /var/log/gateway' }
  await done(night, 'jonas', 'suggest', empty)
  await done(night, 'jonas', 'support-suggestion', { suggestion: 'S1', reason: 'It helped in March' })
  await done(night, 'leo', 'object', { to: 'S2', reason: 'The auditors need the log of Tuesday' })
}

const asked = (night: Night) => done(night, 'mira', 'accept-suggestion', { suggestion: 'S1' })

async function accepted(night: Night): Promise<void> {
  await done(night, 'mira', 'go-now', { suggestion: 'S1' })
  await until(() => shell.agent?.heard.length, 'it to stand at the prompt')
}

/** Jonas is over his time, Ben has some, and one task waits. */
async function tasked(night: Night): Promise<void> {
  await done(night, 'mira', 'give-task', { what: 'Find who reads the old logs', to: 'Jonas', minutes: 10 })
  await done(night, 'mira', 'give-task', {
    what: 'Say in the shop channel that reports are late',
    to: 'Ben',
    minutes: 30,
  })
  await done(night, 'ben', 'give-task', { what: 'Raise the alert on free space to 90 %' })
  await done(night, 'ben', 'give-task', { what: 'Ask the provider for a bigger disk', to: 'Ben', minutes: 5 })
  await done(night, 'ben', 'done-with-task', { task: 'T4', note: 'It comes tomorrow' })
  await night.clock(new Date(night.now().getTime() + 12 * 60_000).toISOString().slice(11, 19))
}

const toTasks = async (page: Page, size: Size) => {
  if (size === 'phone')
    await page
      .getByRole('link', { name: 'People' })
      .or(page.getByRole('button', { name: 'People' }))
      .first()
      .click()
  await page.getByText('are over').or(page.getByText('is over')).last().scrollIntoViewIfNeeded()
}

const done = async ({ people }: Night, who: Name, command: string, body: object = {}) => {
  const { status, body: answer } = await people[who].post(`/api/v1/incidents/${there.incident}/${command}`, body)
  if (status !== 200) throw new Error(`${who} could not ${command}: ${status} ${JSON.stringify(answer)}`)
}

const toBoard = async (page: Page, size: Size) => {
  if (size === 'phone')
    await page
      .getByRole('link', { name: 'Board' })
      .or(page.getByRole('button', { name: 'Board' }))
      .first()
      .click()
  await page.getByRole('heading', { name: 'Suggestions', exact: true }).scrollIntoViewIfNeeded()
}

/** What is suggested, who is for it and who against, and the command on its way to the prompt. */
export const suggesting: readonly Picture[] = [
  {
    name: 'room-suggested',
    says: 'What others suggest, who supports it and who objects; the lead decides.',
    before: suggested,
    as: 'mira',
    path,
    shows: 'Rotate the logs',
    act: toBoard,
  },
  {
    name: 'room-anyone-against',
    says: 'A suggestion that changes something: everybody is asked for 20 s, who watches too; the lead may go now or hold it.',
    before: asked,
    as: 'mira',
    path,
    shows: 'It goes ahead in',
    act: toBoard,
  },
  {
    name: 'room-anyone-against-watching',
    says: 'The same, for one who only watches: the one button is to object.',
    as: 'leo',
    path,
    shows: 'It goes ahead in',
    act: toBoard,
    only: 'phone',
  },
  {
    name: 'room-at-prompt',
    says: 'Accepted: the command stands at the prompt of who types, and has not run.',
    before: accepted,
    as: 'mira',
    path,
    shows: 'It stands at your prompt',
    act: toBoard,
  },
  {
    name: 'room-tasks',
    says: 'Tasks: who does what until when. The time of one is over, and its owner is asked what came of it.',
    before: tasked,
    as: 'jonas',
    path,
    shows: 'What came of it?',
    act: toTasks,
  },
]
