import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './imports.ts'

export type Room = { floor: number; name: string; mayImport: string[] }

/** The table of ARCHITECTURE.md, one row a room. */
export function readFloors(): Room[] {
  const [, section = ''] = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split(/^## Floors$/m)
  return section
    .split(/^## /m)[0]!
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .filter(cells => /^\d$/.test(cells[1] ?? ''))
    .flatMap(([, floor, rooms = '', mayImport = '']) =>
      quoted(rooms).map(name => ({ floor: Number(floor), name, mayImport: allowances(mayImport) })),
    )
}

export function findRoom(floors: Room[], name: string): Room | undefined {
  const kind = name.endsWith('.ts') ? '*.ts' : `${name.split('/')[0]}/*`
  return floors.find(room => room.name === name) ?? floors.find(room => room.name === kind)
}

/** May a file of one room import this file of another? */
export function isAllowed(from: Room, to: Room, path: string): boolean {
  if (from.mayImport.includes(to.name) || from.mayImport.includes(`floor ${to.floor}`)) return true
  return from.mayImport.includes(`ports of floor ${to.floor}`) && !isDecisions(path)
}

function isDecisions(path: string): boolean {
  const [step, file] = path.split('/').slice(-2)
  return file === `${step}.ts`
}

function allowances(cell: string): string[] {
  return [...quoted(cell), ...(cell.match(/(?:ports of )?floor \d/g) ?? [])]
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1]!)
}
