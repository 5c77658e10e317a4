// Loaded before a bundle: tells at its end how much memory it had at most, in kB.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  try {
    // What the kernel tells of a process counts what its parent had when it was made; this does not.
    peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? peak);
  } catch {
    // Not Linux.
  }
  writeFileSync(process.env.PEAK_FILE, String(peak));
});
