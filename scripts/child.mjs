/**
 * Loaded before the program in every process that runtime.mjs starts. Signals reach the program once, whether the
 * terminal sent them to the whole group (Ctrl-C) or somebody sent them to the starter alone; and a program whose starter
 * was killed outright is told to stop.
 */
const heardAt = new Map();

if (process.send) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      heardAt.set(signal, Date.now());
      // With a listener Node no longer ends by itself: do so where the program has none of its own.
      if (process.listenerCount(signal) === 1)
        process.exit(signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 129);
    });
  }
  process.on('message', (message) => {
    const signal = message?.signal;
    if (typeof signal !== 'string') return;
    setTimeout(() => {
      if (Date.now() - (heardAt.get(signal) ?? 0) > 1000) process.kill(process.pid, signal);
    }, 50);
  });
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}
