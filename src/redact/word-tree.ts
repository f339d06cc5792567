/** Words that are looked for letter by letter, all at once (Aho and Corasick, 1975). A state is what may have begun of them; 0 is nothing. */
export interface WordTree {
  /** The state after one more letter, a UTF-16 unit; `last` is the one before it. A single letter is no beginning yet. */
  step(state: number, last: number, letter: number): number
  /** Whether a word begins with these two: `last * 128 + letter`, of ASCII alone; of others any may. */
  readonly pairs: Uint8Array
  /** Letters of the longest word that ends here; 0 where none does. */
  ends(state: number): number
  /** Letters of the longest beginning of a word that ends here. */
  begun(state: number): number
  /** How many of the letters just read are more than the first half of a word that may have begun: none, or the last so many. */
  beyondHalf(state: number): number
  longest: number
}

interface Node {
  next: Map<number, number>
  depth: number
  /** The state of the longest beginning that ends here and is shorter. */
  fail: number
  ends: number
  /** Half of the shortest word that goes on from here. */
  half: number
  beyond: number
}

export function wordTree(words: Iterable<string>): WordTree {
  const nodes: Node[] = [nodeAt(0)]
  let longest = 0
  for (const word of words) {
    if (word === '') continue
    longest = Math.max(longest, word.length)
    grow(nodes, word)
  }
  link(nodes)
  const at = (state: number) => nodes[state] as Node
  const root = at(0).next
  const pairs = new Uint8Array(128 * 128)
  for (const [first, to] of root)
    for (const second of at(to).next.keys()) if (first < 128 && second < 128) pairs[first * 128 + second] = 1
  return {
    pairs,
    step(state, last, letter) {
      for (let from = state; from !== 0; from = at(from).fail) {
        const to = at(from).depth > 1 ? at(from).next.get(letter) : undefined
        if (to !== undefined) return to
      }
      if (last < 128 && letter < 128 && pairs[last * 128 + letter] === 0) return 0
      const first = root.get(last)
      return (first !== undefined && at(first).next.get(letter)) || 0
    },
    ends: state => at(state).ends,
    begun: state => at(state).depth,
    beyondHalf: state => at(state).beyond,
    longest,
  }
}

const nodeAt = (depth: number): Node => ({
  next: new Map(),
  depth,
  fail: 0,
  ends: 0,
  half: Number.POSITIVE_INFINITY,
  beyond: 0,
})

function grow(nodes: Node[], word: string): void {
  const half = Math.floor(word.length / 2)
  let node = nodes[0] as Node
  for (let i = 0; i < word.length; i++) {
    const letter = word.charCodeAt(i)
    let to = node.next.get(letter)
    if (to === undefined) {
      to = nodes.push(nodeAt(i + 1)) - 1
      node.next.set(letter, to)
    }
    node = nodes[to] as Node
    node.half = Math.min(node.half, half)
  }
  node.ends = word.length
}

/** Level by level: what is shorter is linked before what is longer. */
function link(nodes: Node[]): void {
  const level = [0]
  for (const state of level) {
    const node = nodes[state] as Node
    for (const [letter, to] of node.next) {
      const next = nodes[to] as Node
      next.fail = state === 0 ? 0 : failOf(nodes, node.fail, letter)
      const shorter = nodes[next.fail] as Node
      next.ends ||= shorter.ends
      next.beyond = Math.max(next.depth - next.half, shorter.beyond, 0)
      level.push(to)
    }
  }
}

function failOf(nodes: readonly Node[], from: number, letter: number): number {
  for (let state = from; ; state = (nodes[state] as Node).fail) {
    const to = (nodes[state] as Node).next.get(letter)
    if (to !== undefined) return to
    if (state === 0) return 0
  }
}
