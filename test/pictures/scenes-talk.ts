import type { Page } from 'playwright-core'
import type { Name, Night } from './night.ts'
import type { Picture, Size } from './picture.ts'

const there = { incident: '', number: 0 }
const path = () => `/incidents/INC-${there.number}`

/** Search is slow; Mira leads, Ben and Jonas look on, Leo watches. */
async function searchIsSlow({ people, clock }: Night): Promise<void> {
  await clock('11:02:10')
  const opened = { title: 'Search is slow', severity: 'sev2', service: 'shop' }
  const { body } = await people.mira.post<{ id: string; number: number }>('/api/v1/incidents', opened)
  Object.assign(there, { incident: body.id, number: body.number })
  const at = `/api/v1/incidents/${body.id}`
  await people.mira.post(`${at}/acknowledge`)
  for (const who of ['mira', 'ben', 'jonas'] as const) await people[who].post(`${at}/join`)
  await people.leo.post(`${at}/join`, { as: 'observer' })
}

const beside: readonly (readonly [Name, string])[] = [
  ['ben', 'Mira reads the index logs. I take the cache, nobody has looked there.'],
  ['leo', 'Is "shard 3 relocating" in the graph what it looks like?'],
  ['jonas', 'It is. She has not seen it yet; I put it on the board as evidence.'],
]

async function saidBeside(night: Night): Promise<void> {
  await searchIsSlow(night)
  for (const [who, text] of beside) {
    await night.clock(new Date(night.now().getTime() + 40_000).toISOString().slice(11, 19))
    await night.people[who].post(`/api/v1/incidents/${there.incident}/side-notes`, { text })
  }
}

const toPeople = async (page: Page, size: Size) => {
  if (size === 'phone') await page.getByRole('button', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Say it', exact: true }).scrollIntoViewIfNeeded()
}

/** What is said beside the lead, and where people look. */
export const talking: readonly Picture[] = [
  {
    name: 'room-beside',
    says: 'What the others say among themselves: who leads does not hear it until it is over.',
    before: saidBeside,
    as: 'jonas',
    path,
    shows: 'shard 3 relocating',
    act: toPeople,
  },
]
