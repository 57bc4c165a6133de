// What `dlx doctor` prints: its report in, lines for people out.
import type { DoctorReport } from '../../machine/doctor.js';
import { alignedLines } from './align.js';

/** The report: a line for each check, the command that mends it below, and the sum of it last. */
export function renderDoctor(report: DoctorReport): string {
  const rows = report.checks.flatMap(({ name, state, text, cure }) => [
    [state.padEnd('missing'.length), name, text],
    ...(cure === null ? [] : [['', '', `→ ${cure}`]]),
  ]);
  return `${[...alignedLines(rows), '', summary(report)].join('\n')}\n`;
}

function summary(report: DoctorReport): string {
  if (report.ready) {
    return `Training works natively, on the ${report.tensorflow.uses_gpu ? `GPU (${report.tensorflow.device_names.join(', ')})` : 'CPU'}.`;
  }
  const fallback =
    report.fallback.wasm || report.fallback.cpu
      ? 'it would run on the much slower fallback'
      : 'no fallback is there either';
  return `Training does not work on native TensorFlow yet; ${fallback}.`;
}
