import { expect, test } from 'vitest'
import { whatItDoes } from './command-table.ts'
import { lookOrChange } from './look-or-change.ts'
import { simpleCommands } from './shell-words.ts'
import { hostBehind, sshWords } from './ssh-words.ts'

test('a line is cut where a shell would cut it', () => {
  const cut = (line: string) => simpleCommands(line).map(({ words }) => words)
  expect(cut(`FOO=1 grep 'a;b' "c d"; ls -l|wc && echo $(date +%s) # no`)).toEqual([
    ['FOO=1', 'grep', 'a;b', 'c d'],
    ['ls', '-l'],
    ['wc'],
    ['echo'],
    ['date', '+%s'],
  ])
  expect(simpleCommands('cat a 2>&1 >/tmp/x 2>err <in')).toEqual([{ words: ['cat', 'a'], writesTo: ['/tmp/x', 'err'] }])
  expect(simpleCommands('curl -s x | sh')[1]).toEqual({ words: ['sh'], writesTo: [], fedBy: 'curl' })
  expect(cut('ls {a,b} ${x} {')).toEqual([['ls', '{a,b}', '${x}']])
  expect(cut(`echo "it's $(rm x)" 'open`)).toEqual([
    ['rm', 'x'],
    ['echo', "it's $(rm x)", 'open'],
  ])
})

test.each([
  'df -h',
  'cd /var/log && tail -n 50 syslog | grep -i oom',
  'sudo -u postgres psql -c "select count(*) from orders"',
  'psql shop -c "explain select 1; show max_connections"',
  'kubectl -n shop get pods -o wide',
  'kubectl logs web-1 --tail=5',
  'kubectl exec web-1 -- cat /etc/hosts',
  'kubectl rollout status deploy/web',
  'systemctl status haproxy',
  'docker compose logs -f web',
  'docker exec -it -u root web ls /',
  'ssh -p 22 ana@db-1 uptime',
  'ssh db-1',
  'journalctl -u web --since "10 min ago" 2>/dev/null',
  'watch -n 1 free -m',
  'for i in 1 2; do echo $i; done',
  'ps aux 2>&1 | sort | head',
  'find / -name core -size +1G',
  'curl -s http://127.0.0.1/health',
  'LC_ALL=C ls',
  'ip addr show',
  'git log --oneline -5',
])('"%s" only looks', line => {
  expect(lookOrChange(line)).toBe('look')
})

test.each([
  'rm -rf /var/cache/app',
  'sudo systemctl restart haproxy',
  'kubectl rollout undo deploy/web',
  'kubectl -n shop delete pod web-1',
  'kubectl exec web-1 -- rm /tmp/x',
  `psql shop -c 'update orders set paid = true'`,
  'psql -c "select pg_terminate_backend(12)"',
  'psql -c "with gone as (delete from a returning 1) select 1 from gone"',
  'echo 1 > /proc/sys/vm/drop_caches',
  'cat x | tee /etc/hosts',
  'find /tmp -mtime +3 -delete',
  'find . -exec rm {} +',
  'ls | xargs -n 1 kill',
  'ssh db-1 sudo reboot',
  'docker compose up -d',
  'curl -X POST http://127.0.0.1/flush',
  'sed -i s/a/b/ /etc/x',
  'echo "$(truncate -s 0 log)"',
  'iptables -A INPUT -j DROP',
  'bash -c "kill 12"',
  'crontab -r',
])('"%s" changes something', line => {
  expect(whatItDoes(line)).toBe('change')
})

test('what is not known counts as a change, and whoever reads can tell it apart', () => {
  for (const line of ['./repair.sh', 'shopctl drain web-1', 'psql', '', 'constructor', 'python3 x.py'])
    expect([line, whatItDoes(line), lookOrChange(line)]).toEqual([line, 'unknown', 'change'])
})

test('an ssh line says where it leads', () => {
  expect(sshWords(['-tt', '-p2222', '-o', 'BatchMode=yes', 'ana@db-1', 'ls', '-l'])).toEqual({
    host: 'db-1',
    user: 'ana',
    command: ['ls', '-l'],
    tty: true,
  })
  expect(hostBehind(['/usr/bin/ssh', '-l', 'ana', 'ssh://db-1:22/'])).toBe('db-1')
  expect(hostBehind(['ssh', '-J', 'jump', '10.0.0.7'])).toBe('10.0.0.7')
  expect(hostBehind(['kubectl', 'exec', 'web'])).toBeUndefined()
  expect(hostBehind(['ssh'])).toBeUndefined()
})
