import { listAccess, saveAccess } from '../../store/access.ts'
import { accessBody, needAccessName } from '../routes/access.ts'
import { checked } from '../serve-routes.ts'
import { plainly, type Section } from './section.ts'

/** Who has access to which host or database, people by their mail address. */
export const access: Section = {
  name: 'access',
  async now({ tx, people }) {
    const lists = await listAccess(tx)
    return Object.fromEntries(
      lists.map(one => [one.name, plainly({ people: one.people.map(people.nameOf).toSorted() })]),
    )
  },
  async read(name, given, _, { tx, at, people }) {
    needAccessName(name)
    const ids = [...new Set(checked(accessBody, given, '').people.map((who, n) => people.idOf(who, `people.${n}`)))]
    return {
      normal: plainly({ people: ids.map(people.nameOf).toSorted() }),
      save: () => saveAccess(tx, { name, people: ids }, new Date(at)),
    }
  },
}
