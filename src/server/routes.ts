import type { Fallback } from '../engine/fallback.ts'
import type { Health } from '../engine/health.ts'
import type { Outside } from '../engine/outside.ts'
import type { RunbookStore } from '../steps/consult/runbook-store.ts'
import { capabilityRoutes } from './capability.ts'
import type { Drills } from './drills.ts'
import { betweenNodesRoutes } from './nodes/routes.ts'
import type { Route } from './route.ts'
import { absenceRoutes } from './routes/absences.ts'
import { accessRoutes } from './routes/access.ts'
import { agentRoutes } from './routes/agents.ts'
import { alertRuleRoutes } from './routes/alert-rules.ts'
import { alertRoutes } from './routes/alerts.ts'
import { auditRoutes } from './routes/audit.ts'
import { calendarRoutes } from './routes/calendar.ts'
import { calendarFeedRoutes } from './routes/calendar-feeds.ts'
import { callLinkRoutes } from './routes/call-links.ts'
import { callRoutes } from './routes/calls.ts'
import { changePlanRoutes } from './routes/change-plan.ts'
import { changeRoutes } from './routes/changes.ts'
import { channelAccountRoutes } from './routes/channel-accounts.ts'
import { chatRoutes } from './routes/chat.ts'
import { cliFileRoutes } from './routes/cli-file.ts'
import { contactSetUpRoutes } from './routes/contact-set-up.ts'
import { contactRoutes } from './routes/contacts.ts'
import { copyRoutes } from './routes/copies.ts'
import { declareRoutes } from './routes/declare.ts'
import { deviceRoutes } from './routes/device.ts'
import { drillRoutes } from './routes/drills.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { exportRoutes } from './routes/export.ts'
import { firstHourRoutes } from './routes/first-hour.ts'
import { formRoutes } from './routes/forms.ts'
import { guardRoutes } from './routes/guard.ts'
import { healthRoutes } from './routes/health.ts'
import { heartbeatRoutes } from './routes/heartbeats.ts'
import { homeRoutes } from './routes/home.ts'
import { hostRoutes } from './routes/hosts.ts'
import { importRoutes } from './routes/import.ts'
import { incidentRoutes } from './routes/incidents.ts'
import { integrationRoutes } from './routes/integrations.ts'
import { letterRoutes } from './routes/letters.ts'
import { loadRoutes } from './routes/load.ts'
import { lookBackRoutes } from './routes/look-back.ts'
import { mailLinkRoutes } from './routes/mail-links.ts'
import { mailboxRoutes } from './routes/mailboxes.ts'
import { mappingRoutes } from './routes/mapping.ts'
import { onCallRoutes } from './routes/on-call.ts'
import { onCallWeekRoutes } from './routes/on-call-week.ts'
import { onHostRoutes } from './routes/on-host.ts'
import { openingRoutes } from './routes/openings.ts'
import { overrideRoutes } from './routes/overrides.ts'
import { peopleRoutes } from './routes/people.ts'
import { personalRulesRoutes } from './routes/personal-rules.ts'
import { plannedWorkRoutes } from './routes/planned-work.ts'
import { previewRoutes } from './routes/preview.ts'
import { probeRoutes } from './routes/probes.ts'
import { proofRoutes } from './routes/proof.ts'
import { pushRoutes } from './routes/push.ts'
import { readyRoutes } from './routes/ready.ts'
import { redactRoutes } from './routes/redact.ts'
import { rehearsalRoutes } from './routes/rehearsals.ts'
import { replayCommentRoutes } from './routes/replay-comments.ts'
import { reportFormRoutes } from './routes/report-form.ts'
import { reportRoutes } from './routes/reports.ts'
import { resourceRoutes } from './routes/resources.ts'
import { ruleRoutes } from './routes/rules.ts'
import { runbookRoutes } from './routes/runbook.ts'
import { savedFilterRoutes } from './routes/saved-filters.ts'
import { senderRoutes } from './routes/senders.ts'
import { serviceRoutes } from './routes/services.ts'
import { sessionRoutes } from './routes/session.ts'
import { settingsAsCodeRoutes } from './routes/settings-as-code.ts'
import { shadowHourRoutes } from './routes/shadow-hours.ts'
import { shiftNoteRoutes } from './routes/shift-notes.ts'
import { sideNoteRoutes } from './routes/side-notes.ts'
import { silenceRoutes } from './routes/silences.ts'
import { standByRoutes } from './routes/stand-bys.ts'
import { statusRoutes } from './routes/status.ts'
import { statusPageRoutes } from './routes/status-pages.ts'
import { swapRoutes } from './routes/swaps.ts'
import { terminalRoutes } from './routes/terminals.ts'
import { testCallRoutes } from './routes/test-calls.ts'
import { timelineRoutes } from './routes/timeline.ts'
import { tryRulesRoutes } from './routes/try-rules.ts'
import { userReportRoutes } from './routes/user-reports.ts'
import { watchWishRoutes } from './routes/watch-wish.ts'
import { wayInRoutes } from './routes/ways-in.ts'
import { weeklyMailRoutes } from './routes/weekly-mail.ts'

export interface RouteParts {
  url: () => string
  /** What FIRELINE_URL says; none where it was not set. */
  publicUrl?: string
  health: Health
  fallback: Pick<Fallback, 'says' | 'last'>
  outside: Outside
  runbook: RunbookStore
  drills: Drills
}

/** Every route there is, one line a noun. What is not here cannot be reached. */
export function allRoutes({ url, publicUrl, health, fallback, outside, runbook, drills }: RouteParts): Route[] {
  return [
    ...healthRoutes(health),
    ...betweenNodesRoutes(),
    ...sessionRoutes(url),
    ...peopleRoutes(url, outside),
    ...incidentRoutes(),
    ...savedFilterRoutes(),
    ...homeRoutes(health, outside.mail !== undefined),
    ...proofRoutes(health, fallback),
    ...readyRoutes(runbook),
    ...declareRoutes(),
    ...alertRoutes(),
    ...alertRuleRoutes(),
    ...heartbeatRoutes(),
    ...probeRoutes(outside.outbound),
    ...mailboxRoutes(outside.secrets),
    ...serviceRoutes(),
    ...integrationRoutes(url, outside.secrets),
    ...reportFormRoutes(outside),
    ...userReportRoutes(url, outside.secrets),
    ...mappingRoutes(),
    ...senderRoutes(),
    ...changeRoutes(),
    ...changePlanRoutes(),
    ...chatRoutes(url, outside),
    ...timelineRoutes(),
    ...sideNoteRoutes(),
    ...exportRoutes(),
    ...statusRoutes(outside),
    ...statusPageRoutes(outside),
    ...plannedWorkRoutes(),
    ...redactRoutes(runbook),
    ...evidenceRoutes(),
    ...runbookRoutes(runbook),
    ...terminalRoutes(),
    ...openingRoutes(),
    ...replayCommentRoutes(),
    ...hostRoutes(),
    ...accessRoutes(),
    ...guardRoutes(url),
    ...agentRoutes(),
    ...onHostRoutes(runbook),
    ...deviceRoutes(url),
    ...cliFileRoutes(publicUrl),
    ...drillRoutes(drills),
    ...onCallRoutes(outside.mail !== undefined),
    ...onCallWeekRoutes(),
    ...overrideRoutes(),
    ...swapRoutes(outside),
    ...absenceRoutes(),
    ...calendarRoutes(url, outside),
    ...calendarFeedRoutes(outside),
    ...shiftNoteRoutes(),
    ...previewRoutes(outside.mail !== undefined),
    ...contactRoutes(outside),
    ...personalRulesRoutes(outside.mail !== undefined),
    ...contactSetUpRoutes(outside),
    ...channelAccountRoutes(outside),
    ...testCallRoutes(outside),
    ...pushRoutes(outside),
    ...firstHourRoutes(url, outside, health),
    ...resourceRoutes(outside.secrets),
    ...standByRoutes(outside.secrets),
    ...copyRoutes(outside.secrets),
    ...rehearsalRoutes(),
    ...letterRoutes(),
    ...callRoutes(),
    ...callLinkRoutes(),
    ...capabilityRoutes(health),
    ...wayInRoutes(url),
    ...formRoutes(outside),
    ...ruleRoutes(),
    ...silenceRoutes(),
    ...settingsAsCodeRoutes(outside),
    ...importRoutes(outside),
    ...auditRoutes(),
    ...tryRulesRoutes(),
    ...lookBackRoutes(),
    ...reportRoutes(),
    ...mailLinkRoutes(),
    ...loadRoutes(),
    ...weeklyMailRoutes(outside),
    ...watchWishRoutes(outside),
    ...shadowHourRoutes(),
  ]
}
