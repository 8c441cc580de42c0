import { expect, test } from 'vitest';
import { defaultProgram } from '../../web/domain/loyalty/program.ts';
import { programIssues } from '../../web/domain/loyalty/program-issues.ts';
import { isoToDay } from '../../web/domain/shared/time.ts';
import { toProgramTerms, toTermsBody } from '../../web/http/program-body.ts';
import { demoProgram } from './loyalty-setup.ts';

test.each(['VND', 'USD', 'THB'])(
  'a shop in %s → three rewards, three levels and a referral link that may be saved',
  (currency) => {
    const terms = toTermsBody(defaultProgram(currency));
    const saved = { ...terms, ...demoProgram(terms, '2026-01-01') };
    expect(programIssues(toProgramTerms(saved), { todayOn: isoToDay('2026-11-21') })).toEqual([]);
    expect(saved.rewards).toHaveLength(3);
    expect(saved.tiers?.levels).toHaveLength(3);
    expect(saved.referral.on).toBe(true);
  },
);
