import type { ProgramIssueCode } from '../../../contract/loyalty.ts';

/** The server's codes, and two of our own: an empty field where a day or a name must stand, a factor out of range. */
export type FaultCode = ProgramIssueCode | 'empty' | 'times';

/** What is wrong with a field: message key `loyalty.fault.<code>` with its numbers or words. */
export type Fault = { code: FaultCode; params: Readonly<Record<string, number | string>> };

/** Path of the field as the server writes it (`rewards.0.costPoints`), and what is wrong there. */
export type Found = readonly [field: string, fault: Fault];

/** One fault at one field. */
export function found(field: string, code: Fault['code'], params: Fault['params'] = {}): Found {
  return [field, { code, params }];
}
