// Prints the run's closing line from vitest's JSON report. A check that failed outside vitest counts as one failed.
import { readFileSync } from 'node:fs';

const [, , file, checksFailed] = process.argv;
const report = JSON.parse(readFileSync(file, 'utf8'));
const failed = report.numFailedTests + (report.numFailedTests === 0 && checksFailed !== '0' ? 1 : 0);
console.log(
  `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
);
process.exit(failed > 0 || checksFailed !== '0' || report.numPassedTests === 0 ? 1 : 0);
