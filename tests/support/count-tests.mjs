// Prints the suites that were skipped and then the run's closing line, from vitest's JSON report. A check that failed
// outside vitest counts as one failed.
import { readFileSync } from 'node:fs';

const [, , file, checksFailed] = process.argv;
const report = JSON.parse(readFileSync(file, 'utf8'));

/** A suite, or a lone test where its suite ran: what `describe.skipIf` names says why. */
const skipped = new Map();
for (const { name, assertionResults } of report.testResults) {
  const ran = new Set(assertionResults.filter(didRun).map(({ ancestorTitles: [outer] }) => outer));
  for (const { ancestorTitles: titles, title } of assertionResults.filter((result) => !didRun(result))) {
    const what = titles.length > 0 && !ran.has(titles[0]) ? titles[0] : [...titles, title].join(' > ');
    const key = `${name.replace(`${process.cwd()}/`, '')}: ${what}`;
    skipped.set(key, (skipped.get(key) ?? 0) + 1);
  }
}
for (const [what, tests] of skipped) console.log(`skipped (${tests}): ${what}`);

const failed = report.numFailedTests + (report.numFailedTests === 0 && checksFailed !== '0' ? 1 : 0);
console.log(
  `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
);
process.exit(failed > 0 || checksFailed !== '0' || report.numPassedTests === 0 ? 1 : 0);

function didRun({ status }) {
  return status === 'passed' || status === 'failed';
}
