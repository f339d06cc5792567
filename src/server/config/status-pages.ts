import type { StatusPage } from '../../steps/notify/status-page.ts'
import { listStatusPages, saveStatusPage } from '../../store/status-pages.ts'
import { checkParts, needPageSlug, statusPageBody } from '../routes/status-pages.ts'
import { checked } from '../serve-routes.ts'
import { plainly, type Section } from './section.ts'

/** What people outside may see; the link of one that is not public, and who asked for mail there, are no settings and stay. */
export const statusPages: Section = {
  name: 'statusPages',
  async now({ tx }) {
    const pages = await listStatusPages(tx)
    return Object.fromEntries(pages.map(({ slug, ...page }) => [slug, written(page)]))
  },
  async read(slug, given, _, { tx, at }) {
    needPageSlug(slug)
    const page = checked(statusPageBody, given, '')
    return {
      normal: written(page),
      save: () => saveStatusPage(tx, { ...page, slug }, new Date(at)),
      check: () => checkParts(tx, page.components),
    }
  },
}

const written = ({
  title,
  isPublic,
  zone,
  components,
}: Pick<StatusPage, 'title' | 'isPublic' | 'zone' | 'components'>) => plainly({ title, isPublic, zone, components })
