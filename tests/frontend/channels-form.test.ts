import { describe, expect, test } from 'vitest';
import { campaignSettingsRanges, emailSettingsSchema } from '../../web/contract/channels.ts';
import { SETTINGS_RANGES } from '../../web/domain/campaigns/settings-issues.ts';
import {
  checkEmail,
  fieldOf,
  toEmailForm,
  toEmailSettings,
} from '../../web/frontend/features/channels/email-form.ts';
import { checkSending, toSending, toSendingForm } from '../../web/frontend/features/channels/sending-form.ts';
import { createChannelsScene } from './fixture/channels.ts';

const { settings, email } = createChannelsScene().channels;
const form = toSendingForm(settings);

describe('what holds over all campaigns', () => {
  test('ranges on screen → the domain’s', () => {
    const { blackouts: _, ...domain } = SETTINGS_RANGES;
    expect(campaignSettingsRanges).toEqual(domain);
  });

  test('into the fields and back → unchanged', () => {
    expect(toSending(form, settings)).toEqual(settings);
    expect(form).toMatchObject({ quietFrom: '20:00', quietTo: '09:00', share: '', floor: '10' });
    expect(checkSending(settings).size).toBe(0);
  });

  test('half percentages and midnight → exact', () => {
    const typed = toSending({ ...form, share: '12.5', cost: '0.29', quietTo: '00:00' }, settings);
    expect(typed.comparisonGroup.shareBps).toBe(1250);
    expect(typed.margin.costBps).toBe(29);
    expect(typed.quietHours.toMinute).toBe(0);
  });

  test.each([
    ['offersPer30Days', '11', 'caps.offersPer30Days', { kind: 'whole', min: 0, max: 10 }],
    ['messagesPer7Days', '', 'caps.messagesPer7Days', { kind: 'whole', min: 0, max: 14 }],
    ['share', '4', 'comparisonGroup.shareBps', { kind: 'percent', min: 5, max: 50 }],
    ['floor', 'a lot', 'margin.floorBps', { kind: 'percent', min: 0, max: 90 }],
    ['quietFrom', '', 'quietHours.fromMinute', { kind: 'time' }],
  ])('%s = "%s" → that field says what is allowed', (name, typed, path, fault) => {
    const faults = checkSending(toSending({ ...form, [name]: typed }, settings));
    expect([...faults]).toEqual([[path, fault]]);
  });

  test.each([
    [
      'a last day before the first',
      { name: 'Tết', from: '2027-02-10', to: '2027-02-04' },
      ['blackouts.0.to'],
    ],
    ['61 days', { name: 'Tết', from: '2027-01-01', to: '2027-03-02' }, ['blackouts.0.to']],
    ['60 days', { name: 'Tết', from: '2027-01-01', to: '2027-03-01' }, []],
    ['no days and no name', { name: ' ', from: '', to: '' }, ['blackouts.0.name', 'blackouts.0.to']],
  ])('days without sends: %s → %j', (_what, blackout, paths) => {
    const faults = checkSending(toSending({ ...form, blackouts: [{ id: 0, ...blackout }] }, settings));
    expect([...faults.keys()]).toEqual(paths);
  });
});

describe('the mail server', () => {
  test('into the fields and back → unchanged, passwords never filled in', () => {
    const filled = toEmailForm(email);
    expect(toEmailSettings(filled)).toEqual(email?.settings);
    expect([filled.password, filled.returnPassword]).toEqual(['', '']);
  });

  test('nothing set up → every field that must be filled is named', () => {
    expect([...checkEmail(toEmailForm(null))]).toEqual([
      'host',
      'fromName',
      'fromAddress',
      'replyTo',
      'postalAddress',
    ]);
  });

  test('a return mailbox without a server → that field', () => {
    const wrong = checkEmail({ ...toEmailForm(email), returnOn: true, returnPort: '99999' });
    expect([...wrong]).toEqual(['returnHost', 'returnPort']);
  });

  test('what the server refuses → the field it names; others are nobody’s', () => {
    expect(fieldOf('settings.returnMailbox.user')).toBe('returnUser');
    expect(fieldOf('password')).toBe('password');
    expect(fieldOf('settings.unheard')).toBeNull();
  });

  test('every setting of the contract → has a field', () => {
    const names = Object.keys(emailSettingsSchema.shape).filter((name) => name !== 'returnMailbox');
    expect(names.filter((name) => fieldOf(name) === null)).toEqual([]);
  });
});
