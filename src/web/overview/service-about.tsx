import { Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import css from './service.module.css'
import { type ServiceShown, useServices } from './use-service.ts'

/** Whose it is, where it runs, what it needs and what needs it. */
export function About({ service }: { service: ServiceShown }) {
  const all = useServices().data?.services ?? []
  const dependents = all.filter(one => one.dependsOn.includes(service.slug)).map(one => one.slug)
  const { owner, team, environment, twin, dependsOn, stakeholders, stakeholderCount } = service
  return (
    <section className="pane" aria-labelledby="h-about">
      <h2 id="h-about">About it</h2>
      <dl className={css.facts}>
        <Fact says="Owner">{owner ?? 'Nobody is named'}</Fact>
        {team !== 'default' && <Fact says="Team">{team}</Fact>}
        <Fact says="Runs in">{environment ?? 'Not said'}</Fact>
        {twin && (
          <Fact says="Its twin">
            <Others slugs={[twin]} all={all} />
          </Fact>
        )}
        <Fact says="Needs">
          {dependsOn.length > 0 ? <Others slugs={dependsOn} all={all} /> : 'Nothing that is known'}
        </Fact>
        <Fact says="Needed by">
          {dependents.length > 0 ? <Others slugs={dependents} all={all} /> : 'Nothing that is known'}
        </Fact>
        <Fact says="Stakeholders">
          {stakeholderCount === 0 && 'Nobody is told'}
          {stakeholderCount > 0 &&
            (stakeholderCount === 1 ? '1 address is told' : `${stakeholderCount} addresses are told`)}
          {stakeholders.length > 0 && (
            <span className="note">
              <br />
              {stakeholders
                .map(one => (one.severity ? `${one.email} (${one.severity} and worse)` : one.email))
                .join(', ')}
            </span>
          )}
        </Fact>
      </dl>
    </section>
  )
}

function Fact({ says, children }: { says: string; children: ReactNode }) {
  return (
    <div>
      <dt>{says}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Others({ slugs, all }: { slugs: readonly string[]; all: readonly ServiceShown[] }) {
  return slugs.map((slug, n) => {
    const known = all.find(one => one.slug === slug)
    return (
      <Fragment key={slug}>
        {n > 0 && ', '}
        {known ? <Link href={`/services/${encodeURIComponent(slug)}`}>{known.name}</Link> : `${slug} (not known here)`}
      </Fragment>
    )
  })
}
