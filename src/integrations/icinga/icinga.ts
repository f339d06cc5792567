import type { Sender } from '../../alert/sender.ts'
import { readOf } from './read-notification.ts'

const script = `#!/bin/sh
# /etc/icinga2/scripts/fireline.sh, needs curl and jq
jq -n --arg type "$TYPE" --arg host "$HOST" --arg service "$SERVICE" --arg state "$STATE" --arg output "$OUTPUT" \\
  --arg at "$AT" --arg link "$LINK" \\
  '{monitor: "icinga", type: $type, host: $host, service: $service, state: $state, output: $output, at: $at, link: $link}' |
  curl -fsS -m 10 -H 'content-type: application/json' --data-binary @- '{url}'`

const commands = `object NotificationCommand "fireline-host" {
  command = [ "/etc/icinga2/scripts/fireline.sh" ]
  env = { TYPE = "$notification.type$", HOST = "$host.name$", SERVICE = "", STATE = "$host.state$", OUTPUT = "$host.output$", AT = "$host.last_state_change$", LINK = "" }
}
object NotificationCommand "fireline-service" {
  command = [ "/etc/icinga2/scripts/fireline.sh" ]
  env = { TYPE = "$notification.type$", HOST = "$host.name$", SERVICE = "$service.name$", STATE = "$service.state$", OUTPUT = "$service.output$", AT = "$service.last_state_change$", LINK = "" }
}`

/** Icinga 2 has no webhook: a notification command posts what our script says. */
export const icinga: Sender = {
  kind: 'icinga',
  name: 'Icinga',
  vendorPage: 'https://icinga.com/docs/icinga-2/latest/doc/03-monitoring-basics/#notification-commands',
  sends: 'Problems of hosts and services, their recovery and acknowledgement, from our notification script.',
  setUp: [
    'This script, executable by icinga:',
    script,
    'These commands:',
    commands,
    'A user with your notifications that use them, for the states and types you want, Recovery and Acknowledgement among them.',
  ],
  ...readOf('icinga'),
}
