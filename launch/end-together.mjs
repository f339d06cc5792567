import { keepCompiled } from './compile-cache.mjs'

// Loaded before our program when an older Node started it: the channel to that parent breaks when it is killed, and then we
// end in the same way. The channel itself keeps nothing alive.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.channel?.unref()

keepCompiled()
