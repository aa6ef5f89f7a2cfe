// Imported by a program that must not outlive the one that started it, even if that is killed: then it ends itself as
// Ctrl-C would.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 300).unref();
