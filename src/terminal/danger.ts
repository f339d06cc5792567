import { bareWords, nameOf, type SimpleCommand, simpleCommands, valueOf, verbOf } from './shell-words.ts'
import { statements } from './sql-words.ts'
import { sshWords } from './ssh-words.ts'

/**
 * What a line would do that cannot be taken back, in words ("it drops a table"); nothing for every other line. A short list
 * that is right beats a long one: it asks for one more Enter, and whoever is asked too often reads no more.
 */
export function danger(line: string): string | undefined {
  for (const command of simpleCommands(line)) {
    const why = dangerOf(command)
    if (why) return why
  }
  return undefined
}

function dangerOf({ words, writesTo, fedBy }: SimpleCommand): string | undefined {
  const disk = writesTo.find(file => isDisk(file))
  if (disk) return `it writes over ${disk}`
  const [first, ...args] = bareWords(words)
  const name = nameOf(first)
  if (/^(ba|z|da|k|fi)?sh$/.test(name) && /^(curl|wget)$/.test(nameOf(fedBy))) return 'it runs what a web server sends'
  if (name.startsWith('mkfs')) return 'it makes a new, empty file system'
  return byProgram.get(name)?.(args)
}

const isDisk = (file: string): boolean => /^\/dev\/(sd|vd|xvd|hd|nvme|mmcblk|dm-|mapper\/|md\d)/.test(file)
const has = (args: readonly string[], option: RegExp): boolean => args.some(arg => option.test(arg))
const always = (why: string) => () => why
const first = (args: readonly string[]): string => verbOf(args).verb ?? ''

type Look = (args: string[]) => string | undefined

const rm: Look = args => {
  if (!has(args, /^(-[a-zA-Z]*[rR][a-zA-Z]*|--recursive)$/)) return undefined
  const what = args.filter(arg => !arg.startsWith('-')).join(' ')
  return `it removes ${what === '' ? 'a folder' : what.slice(0, 80)} and all that is in it`
}

const find: Look = args => {
  if (has(args, /^-delete$/)) return 'it deletes every file that it finds'
  return /^(rm|shred)$/.test(nameOf(valueOf(args, /^-exec(dir)?$/))) ? 'it deletes every file that it finds' : undefined
}

const git: Look = args => {
  const { verb, rest } = verbOf(args, ['-C', '-c'])
  if (verb === 'push' && has(rest, /^(-f|--force|--mirror|\+.*)$/)) return 'it writes over what others have pushed'
  if (verb === 'reset' && has(rest, /^--hard$/)) return 'it throws away what is not committed'
  return verb === 'clean' && has(rest, /^-[a-zA-Z]*f/) ? 'it deletes files that git does not know' : undefined
}

const kubectl: Look = args => {
  const { verb, rest } = verbOf(args, ['-n', '--namespace', '--context', '--kubeconfig'])
  if (verb === 'exec') return rest.includes('--') ? danger(rest.slice(rest.indexOf('--') + 1).join(' ')) : undefined
  if (verb === 'drain') return 'it puts everything off a node'
  if (verb !== 'delete') return undefined
  if (has(rest, /^--all(=true)?$/)) return 'it deletes all of them'
  const kind =
    /^(ns|namespaces?|pvc?|persistentvolume(claim)?s?|deploy(ments?)?|sts|statefulsets?|crds?|secrets?|nodes?)(\/|$)/
  const what = rest.find(arg => kind.test(arg))
  const name = what && (kind.exec(what)?.[1] ?? what).replace(/s$/, '')
  return name && `it deletes a ${inFull.get(name) ?? name}`
}

const inFull = new Map([
  ['n', 'namespace'],
  ['ns', 'namespace'],
  ['pvc', 'volume claim'],
  ['pv', 'volume'],
  ['st', 'stateful set'],
  ['sts', 'stateful set'],
  ['deploy', 'deployment'],
  ['crd', 'resource definition'],
])

const docker: Look = args => {
  const said = args
    .filter(arg => !arg.startsWith('-'))
    .slice(0, 2)
    .join(' ')
  if (/^(system|volume|image|builder) prune$/.test(said)) return 'it deletes whatever is not in use now'
  if (/^volume rm$/.test(said)) return 'it deletes a volume and its data'
  const isDown = args.includes('down') && has(args, /^(-v|--volumes)$/)
  return isDown ? 'it deletes the volumes, too' : undefined
}

const dropped = 'table|database|schema|index|view|user|role|tablespace|column|materialized view|sequence|type|function'

function sql(text: string): string | undefined {
  for (const one of statements(text)) {
    const drop =
      new RegExp(`^drop\\s+(${dropped})\\b`, 'i').exec(one) ??
      /^alter\s+table\b.*\bdrop\s+(column|constraint)\b/is.exec(one)
    if (drop) return `it drops a ${drop[1]?.toLowerCase()}`
    if (/^truncate\b/i.test(one)) return 'it empties a table'
    if (/^delete\s+from\b(?!.*\bwhere\b)/is.test(one)) return 'it deletes every row, for it says no “where”'
    if (/^update\b.*\bset\b(?!.*\bwhere\b)/is.test(one)) return 'it changes every row, for it says no “where”'
  }
  return undefined
}

/** What stands behind `-c` or `-e`; with neither, what is piped in is not seen. */
const client =
  (option: RegExp): Look =>
  args =>
    sql(valueOf(args, option) ?? args.flatMap(arg => /^--(?:command|execute)=(.+)/s.exec(arg)?.[1] ?? []).join(';'))

const redis: Look = args => {
  if (has(args, /^flush(all|db)$/i)) return 'it deletes every key'
  return undefined
}

const systemctl: Look = args => {
  const { verb, rest } = verbOf(args)
  if (/^(reboot|poweroff|halt|kexec)$/.test(verb ?? '')) return 'it takes the whole host down'
  const isWayIn = has(rest, /^(ssh|sshd|networking|network|NetworkManager|systemd-networkd)(\.service)?$/)
  return /^(stop|disable|mask|kill)$/.test(verb ?? '') && isWayIn ? 'it closes the way into this host' : undefined
}

const cloud: Look = args => {
  if (args[0] === 's3' && args[1] === 'rb') return 'it deletes a bucket'
  if (args[0] === 's3' && args[1] === 'rm' && args.includes('--recursive')) return 'it deletes everything in there'
  const verb = args.find(arg => /^(delete|terminate|destroy)(-|$)/.test(arg))
  return verb && `it says “${verb}” to the cloud`
}

const goesDown: Look = always('it takes the whole host down')

const byProgram = new Map<string, Look>([
  ['rm', rm],
  ['find', find],
  ['shred', always('it destroys a file for good')],
  ['wipefs', always('it wipes a disk')],
  [
    'dd',
    args =>
      has(args, /^of=\/dev\//) && isDisk(args.find(arg => arg.startsWith('of='))?.slice(3) ?? '')
        ? 'it writes over a disk'
        : undefined,
  ],
  ['truncate', always('it cuts a file off')],
  [
    'chmod',
    args =>
      has(args, /^(-[a-zA-Z]*R|--recursive)/) && has(args, /^\/[a-z]*\/?$/)
        ? 'it changes who may what on the whole host'
        : undefined,
  ],
  [
    'chown',
    args =>
      has(args, /^(-[a-zA-Z]*R|--recursive)/) && has(args, /^\/[a-z]*\/?$/)
        ? 'it changes who may what on the whole host'
        : undefined,
  ],
  ['crontab', args => (has(args, /^-[a-z]*r/) ? 'it removes every cron job of this account' : undefined)],
  ['git', git],
  ['kubectl', kubectl],
  ['oc', kubectl],
  ['helm', args => (/^(uninstall|delete)$/.test(first(args)) ? 'it takes a whole release away' : undefined)],
  ['docker', docker],
  ['podman', docker],
  ['docker-compose', docker],
  [
    'terraform',
    args =>
      first(args) === 'destroy' || (first(args) === 'apply' && has(args, /^-?-auto-approve/))
        ? 'it changes what runs without asking'
        : undefined,
  ],
  ['psql', client(/^(-\w*c|--command)$/)],
  ['mysql', client(/^(-\w*e|--execute)$/)],
  ['mariadb', client(/^(-\w*e|--execute)$/)],
  ['sqlite3', args => sql(args.at(-1) ?? '')],
  ['dropdb', always('it drops a database')],
  ['mysqladmin', args => (args.includes('drop') ? 'it drops a database' : undefined)],
  ['redis-cli', redis],
  ['systemctl', systemctl],
  ['reboot', goesDown],
  ['shutdown', args => (has(args, /^-c$/) ? undefined : 'it takes the whole host down')],
  ['poweroff', goesDown],
  ['halt', goesDown],
  ['init', args => (/^[016]$/.test(args[0] ?? '') ? 'it takes the whole host down' : undefined)],
  ['iptables', args => (has(args, /^(-F|--flush|-X)$/) ? 'it takes every rule of the firewall away' : undefined)],
  ['nft', args => (args[0] === 'flush' ? 'it takes every rule of the firewall away' : undefined)],
  [
    'kill',
    args =>
      args.some((arg, at) => arg === '1' || (arg === '-1' && at > 0)) ? 'it ends far more than one program' : undefined,
  ],
  ['lvremove', always('it removes a volume')],
  ['vgremove', always('it removes a volume group')],
  ['zfs', args => (/^(destroy|rollback)$/.test(first(args)) ? 'it destroys a data set' : undefined)],
  ['zpool', args => (first(args) === 'destroy' ? 'it destroys a pool' : undefined)],
  ['userdel', always('it removes an account')],
  ['aws', cloud],
  ['gcloud', cloud],
  ['az', cloud],
  ['ssh', args => danger(sshWords(args).command.join(' '))],
  ['bash', args => danger(valueOf(args, /^-\w*c$/) ?? '')],
  ['sh', args => danger(valueOf(args, /^-\w*c$/) ?? '')],
  ['su', args => danger(valueOf(args, /^-\w*c$/) ?? '')],
])
