import type { Content, Fence, Tree } from './markdown.ts'

/** A fenced block marked runnable: its info string carries single-level JSON with a name, as Runme reads it. */
export interface Step {
  name: string
  language: string
  code: string
  /** Unknown is taken for a change: the careful reading. */
  kind: 'check' | 'change' | 'verify' | 'undo'
  risk?: 'simple' | 'complex'
  touches: string[]
  undo?: string
  verify?: string
  inputs: string[]
  /** Line of the fence in the page, from 1; counted in the text below the front matter. */
  line: number
}

/** Fences without attributes are for reading and copying; only a marked one is a step. */
export function readSteps(tree: Tree): Step[] {
  return fences(tree).flatMap(node => {
    const marks = attributesOf(node)
    const name = marks?.['name']
    return marks && name ? [toStep(node, name, marks)] : []
  })
}

function toStep(node: Fence, name: string, marks: Record<string, string>): Step {
  const kind = marks['fl-kind']
  const risk = marks['fl-risk']
  return {
    name,
    language: node.lang ?? '',
    code: node.value,
    kind: kind === 'check' || kind === 'verify' || kind === 'undo' ? kind : 'change',
    ...((risk === 'simple' || risk === 'complex') && { risk }),
    touches: list(marks['fl-touches']),
    ...(marks['fl-undo'] && { undo: marks['fl-undo'] }),
    ...(marks['fl-verify'] && { verify: marks['fl-verify'] }),
    inputs: list(marks['fl-inputs']),
    line: node.position?.start.line ?? 0,
  }
}

const list = (words: string | undefined): string[] => words?.split(/[\s,]+/).filter(word => word !== '') ?? []

/** Fences in lists and quotes count too: half of what is out there stands in lists. */
function fences(node: Tree | Content): Fence[] {
  if (node.type === 'code') return [node]
  return 'children' in node ? node.children.flatMap(child => fences(child)) : []
}

function attributesOf({ meta }: Fence): Record<string, string> | undefined {
  if (!meta?.startsWith('{')) return undefined
  try {
    const said = JSON.parse(meta) as unknown
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return undefined
    const plain = Object.entries(said).filter(([, value]) => typeof value !== 'object' && value !== undefined)
    return Object.fromEntries(plain.map(([key, value]) => [key, String(value)]))
  } catch {
    return undefined
  }
}
