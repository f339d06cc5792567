import type { Shape } from './shapes.ts'
import { value } from './words.ts'

/**
 * Shapes that say the same, told apart by two looks at how often each word stands at its place among shapes of as many words, weighted by
 * lines. The words of a shape that stand there equally often, the largest set of them, are its root. Shapes of one root are one tree: at
 * places with more frequent words, more than one word is a value; places with less frequent ones split the tree while few words stand there.
 * After Brain (Yu and others, 2023, "Log parsing with bidirectional parallel tree"), over shapes instead of lines.
 */
export function groupsOf(shapes: readonly Shape[]): Shape[][] {
  const byLength = Map.groupBy(shapes, shape => shape.words.length)
  return [...byLength.values()].flatMap(alike => {
    const often = frequencies(alike)
    const trees = Map.groupBy(alike, shape => rootOf(shape, often).key)
    return [...trees.values()].flatMap(tree => leavesOf(tree, often))
  })
}

type Often = Map<string, number>[]

/** For each place, how many lines have a word there. */
function frequencies(shapes: readonly Shape[]): Often {
  const often: Often = (shapes[0]?.words ?? []).map(() => new Map())
  for (const { words, count } of shapes)
    words.forEach((word, at) => {
      const here = often[at] as Map<string, number>
      here.set(word, (here.get(word) ?? 0) + count)
    })
  return often
}

function rootOf({ words }: Shape, often: Often): { key: string; lines: number } {
  const byLines = new Map<number, number[]>()
  words.forEach((word, at) => {
    if (word === value) return
    const lines = often[at]?.get(word) ?? 0
    const places = byLines.get(lines)
    if (places) places.push(at)
    else byLines.set(lines, [at])
  })
  let [lines, root]: [number, number[]] = [0, []]
  for (const [n, places] of byLines)
    if (places.length > root.length || (places.length === root.length && n > lines)) [lines, root] = [n, places]
  return { key: `${lines} ${root.map(at => `${at}:${words[at]}`).join('\u0002')}`, lines }
}

function leavesOf(tree: Shape[], often: Often): Shape[][] {
  const first = tree[0] as Shape
  const { lines } = rootOf(first, often)
  const open = first.words.flatMap((_, at) => {
    const words = wordsAt(tree, at)
    const isSettled = words.size === 1 || words.has(value)
    return isSettled || [...words].some(word => (often[at]?.get(word) ?? 0) > lines) ? [] : [at]
  })
  return split(tree, open)
}

const wordsAt = (shapes: readonly Shape[], at: number): Set<string> =>
  new Set(shapes.map(({ words }) => words[at] as string))

/** More different words at a place than this are a value. */
const mostWords = 3
/** The same of words such as ASSIGNED, which name states and kinds. */
const mostNames = 20

function split(shapes: Shape[], open: readonly number[]): Shape[][] {
  const differing = open
    .map(at => ({ at, words: wordsAt(shapes, at) }))
    .filter(({ words }) => words.size > 1)
    .sort((a, b) => a.words.size - b.words.size)
  const [fewest, ...others] = differing
  if (!fewest || isValueAt(shapes, fewest.at, fewest.words)) return [shapes]
  const branches = Map.groupBy(shapes, ({ words }) => words[fewest.at])
  const still = others.map(({ at }) => at)
  return [...branches.values()].flatMap(branch => split(branch, still))
}

function isValueAt([first]: readonly Shape[], at: number, words: ReadonlySet<string>): boolean {
  if ([...words].every(word => /^[A-Z][A-Z_]{2,}$/.test(word))) return words.size > mostNames
  return words.size > mostWords || isNamed(first as Shape, at)
}

/** Behind `user` and `host` somebody's name stands. */
function isNamed({ words, samples }: Shape, at: number): boolean {
  const before = words[at - 1]
  return (before === 'user' || before === 'host') && (samples[0]?.includes(`${before} ${words[at]}`) ?? false)
}
