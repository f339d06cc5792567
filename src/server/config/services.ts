import type { Service } from '../../catalog/service.ts'
import { listServices } from '../../store/loaders.ts'
import { saveService } from '../../store/services.ts'
import { needSlug } from '../fields.ts'
import { needPolicy, serviceBody } from '../routes/services.ts'
import { checked } from '../serve-routes.ts'
import { plainly, type Section } from './section.ts'

export const services: Section = {
  name: 'services',
  async now({ tx }) {
    return Object.fromEntries((await listServices(tx)).map(one => [one.slug, written(one)]))
  },
  async read(slug, given, _, { tx }) {
    needSlug(slug)
    const service = { ...checked(serviceBody, given, ''), slug }
    return {
      normal: written(service),
      save: () => saveService(tx, service),
      check: () => needPolicy(tx, service),
    }
  },
}

function written({ name, team, mode, policy, owner, environment, twin, dependsOn, stakeholders }: Service) {
  return plainly({
    name,
    team,
    mode,
    policy,
    owner,
    environment,
    twin,
    ...(dependsOn.length > 0 && { dependsOn }),
    ...(stakeholders.length > 0 && { stakeholders }),
  })
}
