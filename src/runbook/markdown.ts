import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

const markdown = unified().use(remarkParse).use(remarkGfm)

/** CommonMark with tables, as git hosts read it. */
export function parseMarkdown(text: string) {
  return markdown.parse(text)
}

export type Tree = ReturnType<typeof parseMarkdown>
export type Content = Tree['children'][number]
export type Fence = Extract<Content, { type: 'code' }>

/** The words of a node without its marks. */
export function textOf(node: Tree | Content): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(child => textOf(child)).join('') : ''
}
