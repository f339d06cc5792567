import { listCallLinks, saveCallLink } from '../../store/call-links.ts'
import { needSlug } from '../fields.ts'
import { callLinkBody, needCallLink } from '../routes/call-links.ts'
import { checked } from '../serve-routes.ts'
import { plainly, type Section } from './section.ts'

/** Where each team holds its calls. */
export const callLinks: Section = {
  name: 'callLinks',
  async now({ tx }) {
    return Object.fromEntries((await listCallLinks(tx)).map(({ team, template }) => [team, plainly({ template })]))
  },
  async read(team, given, _, { tx, at }) {
    needSlug(team)
    const { template } = checked(callLinkBody, given, '')
    needCallLink(template)
    return { normal: plainly({ template }), save: () => saveCallLink(tx, { team, template }, new Date(at)) }
  },
}
