import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { frontBlock } from './front-matter.ts'

/** Links go to the web or to a mailbox; images and raw HTML do not come through at all: a page must not call home. */
const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter(tag => !['img', 'picture', 'source'].includes(tag)),
  protocols: { href: ['http', 'https', 'mailto'] },
}

const renderer = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize, schema)
  .use(rehypeStringify)

/** The page as safe HTML, without its front matter. */
export function renderPage(markdown: string): string {
  return String(renderer.processSync(markdown.slice(frontBlock(markdown)?.body ?? 0)))
}
