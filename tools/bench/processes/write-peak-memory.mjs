// Loaded before a bundle. When the process ends, writes its peak resident memory in kB to PEAK_FILE.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  try {
    // maxRSS includes the memory of the parent at the time of the fork; VmHWM does not.
    peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? peak);
  } catch {
    // Not Linux.
  }
  writeFileSync(process.env.PEAK_FILE, String(peak));
});
