const list = (words: string) => words.trim().split(/\s+/)

/** Programs that only look, whatever is said to them. */
export const looks = new Set(
  list(`
  [ [[ alias apropos arp base64 basename cal cat cd cksum clear cmp column comm compgen cut date declare df diff dig dirname dirs du echo egrep exit export expr false
  fg fgrep file fmt fold for free getent getfacl grep groups head hexdump history host htop id iftop ifstat in info iostat iotop jobs join jq last lastb lastlog less let local
  locate logname logout ls lsattr lsb_release lsblk lscpu lshw lsmod lsns lsof lspci lsusb man md5sum more mpstat mtr namei netstat nl nproc nslookup nvidia-smi od pathchk perf
  pg_config pg_isready pg_lsclusters pgrep pidof pidstat ping ping6 pmap popd pr printenv printf ps pstree pushd pwd pwdx read readelf readlink realpath return rg sar screen select
  seq set sha1sum sha256sum sha512sum shift sleep slabtop sort ss stat strace strings sum tac tail tcpdump test tmux top tr traceroute tracepath tree true tty type typeset ulimit
  umask uname unalias uniq unset uptime users vmstat w wait wc whatis whereis which who whoami xxd yes yq zcat zgrep zless awk case done esac fi bg disown`),
)

/** Programs that change something, whatever is said to them. */
export const changes = new Set(
  list(`
  adduser at attach chattr chgrp chmod chown chpasswd cp createdb createuser dd deluser dropdb dropuser fallocate fsck fstrim groupadd groupdel halt hdparm ifdown ifup init insmod
  kill killall ln logrotate lvcreate lvextend lvremove lvresize mkdir mkfifo mkfs mknod mkswap modprobe mount mv parted passwd patch pg_ctl pg_resetwal pg_restore pkill poweroff
  pvcreate pvremove reboot reindexdb renice rm rmdir rmmod rsync scp setfacl sgdisk shred shutdown swapoff swapon tee telinit touch truncate umount unlink unzip useradd userdel
  usermod vacuumdb vgcreate vgremove visudo wipefs zpool ansible-playbook alembic flyway liquibase`),
)
