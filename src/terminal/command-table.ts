import { changes, looks } from './plain-programs.ts'
import { bareWords, nameOf, type SimpleCommand, simpleCommands, valueOf, verbOf } from './shell-words.ts'
import { readsOnly } from './sql-words.ts'
import { sshWords } from './ssh-words.ts'

export type Effect = 'look' | 'change' | 'unknown'

const list = (words: string) => words.split(' ')

type Read = (args: string[]) => Effect

const byVerb =
  (looking: string, changing: string, withValue = ''): Read =>
  args => {
    const { verb } = verbOf(args, list(withValue))
    if (verb === undefined || list(looking).includes(verb)) return 'look'
    return list(changing).includes(verb) ? 'change' : 'unknown'
  }

const changesWith =
  (option: RegExp): Read =>
  args =>
    args.some(arg => option.test(arg)) ? 'change' : 'look'

const looksWith =
  (option: RegExp): Read =>
  args =>
    args.some(arg => option.test(arg)) ? 'look' : 'change'

/** What stands behind its option is SQL; with none it is typed by hand, and not known. */
const sqlBehind =
  (option: RegExp): Read =>
  args => {
    const said = args.flatMap((arg, at) =>
      option.test(arg) ? [args[at + 1] ?? ''] : (/^--(?:command|execute)=(.+)/s.exec(arg)?.[1] ?? []),
    )
    if (said.length > 0) return worst(said.map(readsOnly))
    return args.some(arg => /^(-l|--list|-V|--version|--help)$/.test(arg)) ? 'look' : 'unknown'
  }

const containers = byVerb(
  'ps logs inspect stats top images info version events port diff history search ls config',
  'run start stop restart kill rm rmi pull push build pause unpause update rename tag commit create load import cp prune up down scale',
  '-f -p -H --file --context',
)

const docker: Read = ([first = '', ...args]) => {
  if (first === 'exec') return runIn(args)
  return /^(compose|container|image|volume|network|service|stack|node|system)$/.test(first)
    ? containers(args)
    : containers([first, ...args])
}

const kubectl: Read = args => {
  const { verb, rest } = verbOf(args, ['-n', '--namespace', '--context', '-s', '--kubeconfig'])
  if (verb === 'rollout') return /^(status|history)$/.test(rest[0] ?? '') ? 'look' : 'change'
  if (verb !== 'exec')
    return byVerb(
      'get describe logs top explain api-resources api-versions version cluster-info events diff auth wait config',
      'apply create delete patch replace edit scale set label annotate drain cordon uncordon taint expose autoscale run cp',
    )(verb === undefined ? [] : [verb])
  const behind = rest.indexOf('--')
  return behind < 0 ? 'unknown' : effectOf({ words: rest.slice(behind + 1), writesTo: [] })
}

const packages = byVerb(
  'list show search info policy depends rdepends check-update repolist provides query history ls view audit outdated',
  'install remove purge update upgrade dist-upgrade full-upgrade autoremove downgrade reinstall erase clean autoclean add uninstall ci',
)

const cloud: Read = args => {
  const acts =
    /^(delete|terminate|stop|start|reboot|create|update|put|modify|set|rm|rb|mv|cp|sync|deploy|run|attach|detach)(-|$)/
  if (args.some(arg => acts.test(arg))) return 'change'
  return args.some(arg => /^(describe|list|get|show|ls|wait|tail)(-|$)/.test(arg)) ? 'look' : 'unknown'
}

const curl: Read = args => {
  const method = valueOf(args, /^(-X|--request)$/) ?? args.find(arg => /^-X./.test(arg))?.slice(2)
  const sends = args.some(arg => /^(-d|--data.*|-F|--form.*|-T|--upload-file|-o|-O|--output|--json)$/.test(arg))
  return sends || (method !== undefined && !/^(get|head|options)$/i.test(method)) ? 'change' : 'look'
}

const find: Read = args => {
  if (args.some(arg => /^-(delete|fprint|fls)/.test(arg))) return 'change'
  const at = args.findIndex(arg => /^-(exec|execdir|ok|okdir)$/.test(arg))
  return at < 0 ? 'look' : effectOf({ words: args.slice(at + 1), writesTo: [] })
}

const redis: Read = args => {
  const { verb } = verbOf(args, ['-h', '-p', '-n', '-a', '-u'])
  if (verb === undefined) return 'unknown'
  return /^(m?get|keys|scan|info|p?ttl|type|llen|lrange|hget(all)?|ping|dbsize|exists|monitor|slowlog|memory|smembers|scard|zrange|strlen|latency)$/i.test(
    verb,
  )
    ? 'look'
    : 'change'
}

const shell: Read = args => {
  const said = valueOf(args, /^-\w*c$/)
  if (said !== undefined) return whatItDoes(said)
  return args.every(arg => arg.startsWith('-')) ? 'look' : 'unknown'
}

/** What a program does that looks or changes by what is said to it. */
const byArguments: Record<string, Read> = {
  systemctl: byVerb(
    'status show cat list-units list-unit-files list-timers list-dependencies list-sockets list-jobs is-active is-failed is-enabled get-default',
    'start stop restart reload try-restart reload-or-restart enable disable mask unmask kill daemon-reload daemon-reexec edit set-property isolate reboot poweroff halt reset-failed set-default',
    '-H -M -t -p -n -o --type --property --state',
  ),
  service: args => (args.at(-1) === 'status' || args[0] === '--status-all' ? 'look' : 'change'),
  'rc-service': args => (args.at(-1) === 'status' ? 'look' : 'change'),
  journalctl: changesWith(/^--(vacuum|rotate|flush|relinquish)/),
  docker,
  podman: docker,
  'docker-compose': containers,
  crictl: containers,
  kubectl,
  oc: kubectl,
  helm: byVerb(
    'list ls status get history show search version env',
    'install upgrade uninstall delete rollback',
    '-n --namespace',
  ),
  git: byVerb(
    'status log diff show blame grep ls-files ls-tree ls-remote describe rev-parse reflog shortlog cat-file fetch version help',
    'commit push pull merge rebase reset checkout switch restore revert cherry-pick add rm mv clean clone init am apply gc prune filter-branch',
    '-C -c',
  ),
  apt: packages,
  'apt-get': packages,
  'apt-cache': () => 'look',
  dnf: packages,
  yum: packages,
  apk: packages,
  snap: packages,
  pip: packages,
  npm: packages,
  dpkg: changesWith(/^(-i|-r|-P|--install|--remove|--purge|--configure)$/),
  rpm: changesWith(/^-[^-]*[ieUF]|^--(install|erase|upgrade)/),
  ip: changesWith(/^(add|del|delete|set|flush|replace|change|append)$/),
  ifconfig: args => (args.length > 1 ? 'change' : 'look'),
  route: changesWith(/^(add|del)$/),
  iptables: changesWith(/^(-[ADIRFPXNZE]|--(append|delete|insert|flush|policy))/),
  ip6tables: changesWith(/^(-[ADIRFPXNZE]|--(append|delete|insert|flush|policy))/),
  nft: byVerb('list monitor', 'add delete flush insert replace'),
  ufw: byVerb('status show', 'allow deny reject delete enable disable reload reset limit'),
  sysctl: changesWith(/^(-w|--write|-p|--load|--system)$|=/),
  crontab: looksWith(/^-l$/),
  find,
  sed: changesWith(/^(-[a-zA-Z]*i|--in-place)/),
  tar: looksWith(/^(-?[a-zA-Z]*t[a-zA-Z]*|--list)$/),
  gzip: looksWith(/^-[a-z]*[cl]/),
  curl,
  wget: looksWith(/^(--spider|-q?O-)$/),
  psql: sqlBehind(/^(-\w*c|--command)$/),
  mysql: sqlBehind(/^(-\w*e|--execute)$/),
  mariadb: sqlBehind(/^(-\w*e|--execute)$/),
  sqlite3: args => (args.length > 1 ? readsOnly(args.at(-1) ?? '') : 'unknown'),
  pg_dump: changesWith(/^(-f|--file)/),
  'redis-cli': redis,
  terraform: byVerb('plan show output validate version providers graph', 'apply destroy import taint untaint init'),
  aws: cloud,
  gcloud: cloud,
  az: cloud,
  hostname: changesWith(/^[^-]/),
  hostnamectl: changesWith(/^set-/),
  timedatectl: changesWith(/^set-/),
  dmesg: changesWith(/^(-[a-zA-Z]*[cC]|--clear|--read-clear)$/),
  nginx: looksWith(/^-[tTvV]$/),
  openssl: byVerb('s_client x509 verify version ciphers crl asn1parse dgst', 'genrsa req ca enc'),
  ssh: args => {
    const { command } = sshWords(args)
    return command.length === 0 ? 'look' : whatItDoes(command.join(' '))
  },
  bash: shell,
  sh: shell,
  zsh: shell,
  fish: shell,
  su: shell,
}

/** What a whole line does: `change` when any part of it is known to change something, `look` when every part only looks. */
export function whatItDoes(line: string): Effect {
  return worst(simpleCommands(line).map(effectOf))
}

function worst(effects: Effect[]): Effect {
  if (effects.includes('change')) return 'change'
  return effects.includes('unknown') || effects.length === 0 ? 'unknown' : 'look'
}

function effectOf({ words, writesTo }: SimpleCommand): Effect {
  if (writesTo.some(file => !/^\/dev\/(null|stdout|stderr|tty)$/.test(file))) return 'change'
  const [first, ...args] = bareWords(words)
  if (first === undefined) return 'look'
  const name = nameOf(first).toLowerCase()
  if (Object.hasOwn(byArguments, name)) return byArguments[name]?.(args) ?? 'unknown'
  if (looks.has(name)) return 'look'
  return changes.has(name) || name.startsWith('mkfs.') ? 'change' : 'unknown'
}

/** `docker exec -it web cat /etc/hosts`: what is run in it. */
function runIn(args: string[]): Effect {
  const { rest } = verbOf(args, ['-e', '-u', '-w', '--env', '--user', '--workdir'])
  return effectOf({ words: rest, writesTo: [] })
}
