import { type Front, readFront } from './front-matter.ts'
import { parseMarkdown, type Tree, textOf } from './markdown.ts'
import { readSteps, type Step } from './step.ts'

/** One page of the runbook, read from its Markdown; the text itself stays as it is, byte for byte. */
export interface Page {
  /** Its path without `.md`. */
  id: string
  path: string
  title: string
  alertNames: string[]
  signatures: string[]
  services: string[]
  contacts: string[]
  access: string[]
  sections: Section[]
  steps: Step[]
  /** "Seen" lines: the troubles that this page got people out of. */
  seen: SeenLine[]
  markdown: string
  /** What could not be read, in words; the page counts all the same. */
  trouble?: string
}

/** A heading and what stands under it, as offsets into the text. */
export interface Section {
  heading: string
  depth: number
  /** Where the heading begins. */
  from: number
  /** Where its own text begins. */
  bodyFrom: number
  /** Where the next heading of the same or a higher rank begins. */
  to: number
}

export interface SeenLine {
  at: string
  incident: string
  minutes?: number
  by?: string
}

/** Any Markdown is a page: what it does not say is taken from its heading and its file name. */
export function readPage(path: string, text: string): Page {
  const { front, body, trouble } = readFront(text)
  const tree = parseMarkdown(text.slice(body))
  const sections = readSections(tree, text, body)
  const id = path.replace(/\.md$/i, '')
  const file = id.split('/').at(-1) ?? id
  const heading = sections.find(section => section.depth === 1)?.heading
  const title = front.title ?? heading ?? file
  return {
    id,
    path,
    title,
    alertNames: [...new Set([...front.alertNames, ...[file, heading ?? ''].filter(isName)])],
    ...lists(front),
    sections,
    steps: readSteps(tree),
    seen: readSeen(text, sections),
    markdown: text,
    ...(trouble && { trouble }),
  }
}

const lists = ({ signatures, services, contacts, access }: Front) => ({ signatures, services, contacts, access })

/** An alert's name is one word, as in rules: `KubePodCrashLooping`, `disk_full`. */
const isName = (text: string): boolean => /^[A-Za-z][\w:.-]{3,}$/.test(text) && !/^(readme|index)$/i.test(text)

/** Headings of the page itself; one inside a quote or a list is text. */
function readSections(tree: Tree, text: string, offset: number): Section[] {
  const headings = tree.children.flatMap(node => (node.type === 'heading' ? [node] : []))
  return headings.map((node, i) => {
    const next = headings.slice(i + 1).find(other => other.depth <= node.depth)
    return {
      heading: textOf(node).trim(),
      depth: node.depth,
      from: offset + (node.position?.start.offset ?? 0),
      bodyFrom: offset + (node.position?.end.offset ?? 0),
      to: next ? offset + (next.position?.start.offset ?? 0) : text.length,
    }
  })
}

export const seenHeading = 'Seen'

/** `- 2026-11-22 · INC-1 · 14 min · Ana · the pool was exhausted` */
export function seenText(line: SeenLine, cause?: string): string {
  const minutes = line.minutes === undefined ? undefined : `${line.minutes} min`
  return ['-', [line.at.slice(0, 10), line.incident, minutes, line.by, cause].filter(Boolean).join(' · ')].join(' ')
}

function readSeen(text: string, sections: Section[]): SeenLine[] {
  const section = sections.find(one => one.heading.toLowerCase() === seenHeading.toLowerCase())
  if (!section) return []
  const lines = text.slice(section.bodyFrom, section.to).matchAll(/^[-*] (\d{4}-\d\d-\d\d) · (INC-\d+)(.*)$/gm)
  return [...lines].map(([, at = '', incident = '', rest = '']) => {
    const [first, ...others] = rest.split(' · ').slice(1)
    const minutes = /^(\d+) min$/.exec(first ?? '')?.[1]
    const by = minutes === undefined ? first : others[0]
    return { at, incident, ...(minutes !== undefined && { minutes: Number(minutes) }), ...(by && { by: by.trim() }) }
  })
}
