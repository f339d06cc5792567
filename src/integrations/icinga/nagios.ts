import type { Sender } from '../../alert/sender.ts'
import { readOf } from './read-notification.ts'

const script = `#!/bin/sh
# /usr/local/bin/fireline-nagios, needs curl and jq
jq -n --arg type "$1" --arg host "$2" --arg service "$3" --arg state "$4" --arg output "$5" --arg at "$6" \\
  '{monitor: "nagios", type: $type, host: $host, service: $service, state: $state, output: $output, at: $at}' |
  curl -fsS -m 10 -H 'content-type: application/json' --data-binary @- '{url}'`

const commands = `define command {
  command_name  notify-host-by-fireline
  command_line  /usr/local/bin/fireline-nagios '$NOTIFICATIONTYPE$' '$HOSTNAME$' '' '$HOSTSTATE$' '$HOSTOUTPUT$' '$LASTHOSTSTATECHANGE$'
}
define command {
  command_name  notify-service-by-fireline
  command_line  /usr/local/bin/fireline-nagios '$NOTIFICATIONTYPE$' '$HOSTNAME$' '$SERVICEDESC$' '$SERVICESTATE$' '$SERVICEOUTPUT$' '$LASTSERVICESTATECHANGE$'
}`

/** Nagios has no webhook: a notification command posts what our script says. */
export const nagios: Sender = {
  kind: 'nagios',
  name: 'Nagios',
  vendorPage: 'https://assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/macrolist.html',
  sends: 'Problems of hosts and services, their recovery and acknowledgement, from our notification script.',
  setUp: [
    'This script, executable by nagios:',
    script,
    'These commands, named by a contact. Leave illegal_macro_output_chars in nagios.cfg as it was shipped: it keeps quotes out of them.',
    commands,
  ],
  ...readOf('nagios'),
}
