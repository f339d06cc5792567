import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Picture } from './picture.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures')
const kinds = ['dark', 'light', 'phone-dark', 'phone-light']

/** Pictures whose scene is gone go, too. */
export function sweep(pictures: readonly Picture[]): void {
  const known = new Set(pictures.flatMap(({ name }) => kinds.map(kind => `${name}-${kind}.webp`)))
  for (const file of readdirSync(folder)) if (file.endsWith('.webp') && !known.has(file)) rmSync(join(folder, file))
}

/** docs/pictures/README.md: a line for each state, with its pictures. */
export function writeIndex(pictures: readonly Picture[]): void {
  const rows = pictures.map(({ name, says }) => {
    const links = kinds
      .filter(kind => existsSync(join(folder, `${name}-${kind}.webp`)))
      .map(kind => `[${kind.replace('-', ' ')}](${name}-${kind}.webp)`)
    return `| \`${name}\` | ${says} | ${links.join(' · ')} |`
  })
  const text = `# Every state of every screen

One believable night, with fixed people and a fixed clock, on a real server: \`npm run pictures\` makes all of these anew, and fails when axe finds something,
when a thumb cannot hit something, or when something is wider than its screen. 1440x900 and 390x844, dark and light.

| state | what it shows | pictures |
|---|---|---|
${rows.join('\n')}
`
  writeFileSync(join(folder, 'README.md'), text)
}

/** The heaviest pictures: they travel with every clone. */
export function heavy(mostBytes: number): string[] {
  const files = readdirSync(folder).filter(file => file.endsWith('.webp'))
  return files
    .map(file => `${file}: ${statSync(join(folder, file)).size}`)
    .filter(line => Number(line.split(': ')[1]) > mostBytes)
}
