// Runs dependency-cruiser over the house and proves that it looked: a minimum of modules, and a planted violation that bites.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const MIN_MODULES = 100;
const PLANTED = 'web/domain/shared/planted-violation.ts';

function cruise(paths) {
  const args = [
    'node_modules/.bin/depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    ...paths,
  ];
  try {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 }));
  } catch (error) {
    if (error.stdout) return JSON.parse(error.stdout);
    throw error;
  }
}

const { summary, modules } = cruise(['web', 'tests', 'prisma']);
const ours = modules.filter((module) => /^(web|tests|prisma)\//.test(module.source)).length;
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
if (ours < MIN_MODULES) {
  console.error(`only ${ours} modules were read, at least ${MIN_MODULES} expected: the check saw nothing`);
  process.exit(1);
}

writeFileSync(
  PLANTED,
  "import { readFileSync } from 'node:fs';\nimport '../../config.ts';\nexport const planted = readFileSync;\n",
);
let bites;
try {
  const names = cruise(['web/domain'])
    .summary.violations.filter((v) => v.from === PLANTED)
    .map((v) => v.to);
  bites = names.some((to) => to.endsWith('fs')) && names.includes('web/config.ts');
} finally {
  rmSync(PLANTED, { force: true });
}
if (!bites) {
  console.error('a planted violation of the dependency rule was not found: the check cannot fail');
  process.exit(1);
}
if (summary.error > 0) process.exit(1);
console.log(`rooms: ${ours} modules, 0 violations, a planted one is caught`);
