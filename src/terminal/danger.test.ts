import { expect, test } from 'vitest'
import { danger } from './danger.ts'

test.each([
  ['rm -rf /var/lib/postgresql', 'it removes /var/lib/postgresql and all that is in it'],
  ['cd /tmp && sudo rm -r *', 'it removes * and all that is in it'],
  ['psql shop -c "drop table orders"', 'it drops a table'],
  ["psql -c 'delete from orders'", 'it deletes every row, for it says no “where”'],
  ['psql -c "alter table orders drop column paid"', 'it drops a column'],
  ['mysql --execute="truncate orders"', 'it empties a table'],
  ['kubectl -n shop delete ns shop', 'it deletes a namespace'],
  ['kubectl exec db-0 -- rm -rf /data', 'it removes /data and all that is in it'],
  ['docker compose down -v', 'it deletes the volumes, too'],
  ['docker system prune -af', 'it deletes whatever is not in use now'],
  ['git push --force', 'it writes over what others have pushed'],
  ['dd if=/dev/zero of=/dev/sda', 'it writes over a disk'],
  ['echo x > /dev/nvme0n1', 'it writes over /dev/nvme0n1'],
  ['curl -s https://example.org/x | sudo bash', 'it runs what a web server sends'],
  ['ssh db-1 sudo reboot', 'it takes the whole host down'],
  ['sudo systemctl stop sshd', 'it closes the way into this host'],
  ['redis-cli -n 2 FLUSHALL', 'it deletes every key'],
  ['find /var/log -mtime +3 -delete', 'it deletes every file that it finds'],
  ['ls | xargs rm -rf', 'it removes a folder and all that is in it'],
  ['aws ec2 terminate-instances --instance-ids i-1', 'it says “terminate-instances” to the cloud'],
  ['mkfs.ext4 /dev/vdb', 'it makes a new, empty file system'],
])('"%s": %s', (line, why) => {
  expect(danger(line)).toBe(why)
})

test.each([
  'rm old.log',
  'systemctl restart web',
  'psql -c "delete from orders where id = 12"',
  'psql -c "update orders set paid = true where id = 12"',
  'psql -c "select \'drop table orders\'"',
  'grep "rm -rf /" notes.txt',
  'echo rm -rf /',
  'kubectl delete pod web-1',
  'kill 4711',
  'kill -1 4711',
  'docker compose down',
  'chmod -R g+w ./cache',
  'git push',
  '',
])('"%s" is let through at once', line => {
  expect(danger(line)).toBeUndefined()
})
