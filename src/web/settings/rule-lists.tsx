import { Matchers } from './matchers.tsx'
import css from './quiet.module.css'
import { RuleField, RuleList } from './rule-list.tsx'
import { type AlertRules, blank, minutesOf, msOf } from './rules-draft.ts'

interface ListsProps {
  rules: AlertRules
  services: readonly string[]
  onChange(rules: AlertRules): void
}

/** Every kind of alert rule; the first of a list that fits counts. */
export function RuleLists({ rules, services, onChange }: ListsProps) {
  const set = (part: Partial<AlertRules>) => onChange({ ...rules, ...part })
  return (
    <>
      <RuleList
        title="How urgent it is"
        says="In place of the sender’s own word. Critical and error page; warning waits for the morning; info and none are only listed."
        rules={rules.severities}
        empty={{ match: [blank], severity: 'info' as const }}
        onChange={severities => set({ severities })}
      >
        {(rule, change) => (
          <>
            <Matchers says="Alerts whose" matchers={rule.match} onChange={match => change({ ...rule, match })} />
            <label className="field">
              <span>Are of severity</span>
              <select
                value={rule.severity}
                onChange={event => change({ ...rule, severity: event.target.value as typeof rule.severity })}
              >
                {['critical', 'error', 'warning', 'info', 'none'].map(one => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          </>
        )}
      </RuleList>
      <RuleList
        title="Whose alert it is"
        says="For alerts that come with a key of the service “default”, before the name that they carry."
        rules={rules.routes}
        empty={{ match: [blank], service: services[0] ?? 'default' }}
        onChange={routes => set({ routes })}
      >
        {(rule, change) => (
          <>
            <Matchers says="Alerts whose" matchers={rule.match} onChange={match => change({ ...rule, match })} />
            <OfService
              label="Belong to"
              services={services}
              value={rule.service}
              onChange={service => change({ ...rule, service: service ?? 'default' })}
            />
          </>
        )}
      </RuleList>
      <Groups rules={rules} services={services} onChange={onChange} />
      <RuleList
        title="What mutes what"
        says="While a source fires, its targets of equal labels are listed and open nothing."
        rules={rules.inhibitions}
        empty={{ source: [blank], target: [blank], equal: [] as string[] }}
        onChange={inhibitions => set({ inhibitions })}
      >
        {(rule, change) => (
          <>
            <Matchers
              says="While alerts fire whose"
              matchers={rule.source}
              onChange={source => change({ ...rule, source })}
            />
            <Matchers says="Mute those whose" matchers={rule.target} onChange={target => change({ ...rule, target })} />
            <RuleField
              label="With the same"
              value={rule.equal.join(', ')}
              hint="Names of labels, with commas"
              onChange={text => change({ ...rule, equal: namesIn(text) })}
            />
          </>
        )}
      </RuleList>
    </>
  )
}

function Groups({ rules, services, onChange }: ListsProps) {
  return (
    <RuleList
      title="What belongs together"
      says="One fire, one room: alerts of a service share an incident, unless a rule says otherwise."
      rules={rules.groups}
      empty={{ by: [] as string[] }}
      onChange={groups => onChange({ ...rules, groups })}
    >
      {(rule, change) => (
        <div className={css.fits}>
          <OfService
            label="Alerts of"
            services={services}
            value={rule.service}
            any
            onChange={service => change({ ...rule, service })}
          />
          <RuleField
            label="One incident for each"
            value={rule.by.join(', ')}
            hint="Names of labels; empty: one for the service"
            onChange={text => change({ ...rule, by: namesIn(text) })}
          />
          <RuleField
            label="Opens once so many fire"
            kind="number"
            value={rule.threshold === undefined ? '' : String(rule.threshold)}
            hint="Empty: at the first"
            onChange={text => change({ ...rule, threshold: text === '' ? undefined : Number(text) })}
          />
          <RuleField
            label="Within minutes"
            kind="number"
            value={minutesOf(rule.windowMs)}
            hint="And no alert joins later than so"
            onChange={text => change({ ...rule, windowMs: msOf(text) })}
          />
        </div>
      )}
    </RuleList>
  )
}

/** What was typed stays while it is typed: a comma at the end is the begin of the next name. */
const namesIn = (text: string): string[] => (text.trim() === '' ? [] : text.split(/,\s*/))

interface OfServiceProps {
  label: string
  services: readonly string[]
  value: string | undefined
  any?: boolean
  onChange(service: string | undefined): void
}

function OfService({ label, services, value, any, onChange }: OfServiceProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value ?? ''} onChange={event => onChange(event.target.value || undefined)}>
        {any && <option value="">every service</option>}
        {services.map(slug => (
          <option key={slug}>{slug}</option>
        ))}
      </select>
    </label>
  )
}
