import { describe, expect, it } from 'vitest';
import { checkDomain } from '../../../web/mail/check-domain.ts';

type Zone = Record<string, string[][] | string>;

/** DNS as told: records by name, a code where it fails; what is not told does not exist. */
function dns(zone: Zone) {
  return {
    resolveTxt: async (name: string): Promise<string[][]> => {
      const answer = zone[name] ?? 'ENOTFOUND';
      if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
      return answer;
    },
  };
}

const check = (zone: Zone, selector: string | null = 's9', from = 'Hello@Tea.Example') =>
  checkDomain(dns(zone), from, selector);

describe('checkDomain', () => {
  it('all three there, records in chunks among others → found', async () => {
    const zone = {
      'tea.example': [['google-site-verification=x'], ['v=spf1 include:_spf.', 'example.net ~all']],
      's9._domainkey.tea.example': [['v=DKIM1; k=rsa; p=MIIB', 'IjANBg']],
      '_dmarc.tea.example': [['v=DMARC1; p=none']],
    };
    expect(await check(zone)).toEqual({ domain: 'tea.example', spf: 'found', dkim: 'found', dmarc: 'found' });
  });

  it('nothing there → missing', async () => {
    expect(await check({ 'tea.example': 'ENODATA' })).toMatchObject({
      spf: 'missing',
      dkim: 'missing',
      dmarc: 'missing',
    });
  });

  it.each(['ESERVFAIL', 'ETIMEOUT', 'EREFUSED'])('DNS answers %s → unknown', async (code) => {
    const zone = { 'tea.example': code, 's9._domainkey.tea.example': code, '_dmarc.tea.example': code };
    expect(await check(zone)).toMatchObject({ spf: 'unknown', dkim: 'unknown', dmarc: 'unknown' });
  });

  it('records that only look alike → missing', async () => {
    const zone = { 'tea.example': [['v=spf10 x']], '_dmarc.tea.example': [['DMARC1']] };
    expect(await check(zone)).toMatchObject({ spf: 'missing', dmarc: 'missing' });
  });

  it('a withdrawn key → missing', async () => {
    expect(await check({ 's9._domainkey.tea.example': [['v=DKIM1; p=']] })).toMatchObject({
      dkim: 'missing',
    });
  });

  it('no selector told → found under a usual one, else unknown, for that proves nothing', async () => {
    const found = await check({ 'google._domainkey.tea.example': [['v=DKIM1; p=MIIB']] }, null);
    expect(found.dkim).toBe('found');
    expect((await check({}, null)).dkim).toBe('unknown');
  });

  it('a policy on the domain above → found for the one below', async () => {
    const zone = { '_dmarc.tea.example': [['v=DMARC1; p=reject']] };
    expect(await check(zone, null, 'a@news.shop.tea.example')).toMatchObject({
      domain: 'news.shop.tea.example',
      dmarc: 'found',
    });
  });
});
