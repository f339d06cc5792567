// How long a key and its echo take beside plain ssh on loopback.
process.stderr.write('bench:terminal: nothing is measured yet.\n')
process.exitCode = 1
