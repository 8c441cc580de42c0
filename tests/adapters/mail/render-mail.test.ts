import { describe, expect, it } from 'vitest';
import { LANGUAGES, type TemplateName } from '../../../web/domain/campaigns/campaign.ts';
import { checkTemplate } from '../../../web/domain/campaigns/merge-fields.ts';
import { mailWriter, renderMail } from '../../../web/mail/render-mail.ts';
import { mailInput } from './support/inputs.ts';

const OFFER_TEMPLATES = [
  'second_purchase_offer',
  'win_back_offer',
  'win_back_last_offer',
  'top_customer_offer',
] as const;
const PLAIN_TEMPLATES = [
  'win_back_reminder',
  'back_again_thanks',
  'points_expiring',
  'points_expiring_soon',
  'reward_reachable',
] as const;
const ALL: readonly TemplateName[] = [...OFFER_TEMPLATES, ...PLAIN_TEMPLATES];
const cases = LANGUAGES.flatMap((language) => ALL.map((template) => [language, template] as const));

/** What a reader of the HTML sees: no tags, no styles, entities read. */
function visible(html: string): string {
  return html
    .replaceAll(/<(style|title)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('the templates', () => {
  it.each(cases)(
    '%s %s → every merge field is known, and none of an offer stands where there is none',
    (language, template) => {
      const texts = mailWriter.templateTexts(template, language);
      const hasOffer = (OFFER_TEMPLATES as readonly string[]).includes(template);
      for (const text of Object.values(texts)) expect(checkTemplate(text, { hasOffer })).toEqual([]);
    },
  );

  it.each(cases)(
    '%s %s → both parts say it all: code, end, link, why, unsubscribe, address',
    (language, template) => {
      const hasOffer = (OFFER_TEMPLATES as readonly string[]).includes(template);
      const input = mailInput({ language, template, ...(hasOffer ? {} : { offer: null }) });
      const { subject, html, text } = renderMail(input);
      const parts = [
        'Mai',
        'Tea House',
        '12 Lê Lợi',
        ...(hasOffer ? ['BACK-7KQ2', 'GMT+7', '2026', '23:59'] : []),
      ];
      for (const part of parts) {
        expect(visible(html).replace('11:59 PM', '23:59')).toContain(part);
        expect(text.replace('11:59 PM', '23:59')).toContain(part);
      }
      expect(html).toContain('href="https://app.example/unsubscribe/t0ken"');
      expect(html).toContain('href="https://tea.example/discount/BACK-7KQ2?redirect=%2F&amp;a=1"');
      expect(text).toContain('https://tea.example/discount/BACK-7KQ2?redirect=%2F&a=1');
      for (const words of [subject, visible(html), text])
        expect(words).not.toMatch(/\{\{|\}\}|undefined|null/);
    },
  );

  it.each(LANGUAGES)('%s "Back again" → no word of a first or second purchase', (language) => {
    const { subject, text } = renderMail(mailInput({ language, template: 'back_again_thanks', offer: null }));
    expect(`${subject} ${text}`).not.toMatch(
      /second|first order|lần hai|thứ hai|lần đầu|đầu tiên|ครั้งที่สอง|ครั้งแรก/i,
    );
  });
});

describe('the end of an offer', () => {
  it.each([
    ['en', 'US', 'Valid until Monday, November 30, 2026 at 11:59 PM GMT+7'],
    ['en', 'GB', 'Valid until Monday 30 November 2026 at 23:59 GMT+7'],
    ['vi', 'VN', 'Có hiệu lực đến lúc 23:59 GMT+7 Thứ Hai, 30 tháng 11, 2026'],
    ['th', 'TH', 'ใช้ได้ถึงวันจันทร์ที่ 30 พฤศจิกายน 2026 เวลา 23:59 GMT+7'],
  ] as const)(
    'in %s for %s → the last minute with its time zone, the year Gregorian',
    (language, country, words) => {
      const recipient = { firstName: 'Mai', country, timeZone: 'Asia/Ho_Chi_Minh' };
      const spaced = renderMail(mailInput({ language, recipient }))
        .text.replaceAll(/[\u202f\u00a0]/g, ' ')
        .replaceAll(',', '');
      expect(spaced).toContain(words.replaceAll(',', ''));
    },
  );

  it('where the reader’s day is not over with it → the text tells the hour too', () => {
    const recipient = { firstName: 'Anna', country: 'US', timeZone: 'America/New_York' };
    const body = renderMail(mailInput({ language: 'en', recipient })).text.split('\n\n');
    expect(body.find((part) => part.includes('yours alone'))).toMatch(
      /until Monday, November 30, 2026 at 11:59.AM EST/,
    );
  });
});

describe('values', () => {
  const hostile = '<img src=x onerror="alert(1)">\'&{{code}}';

  it('HTML in a name, a shop, a product or an address → shown as text', () => {
    const base = mailInput();
    const { html, text, subject } = renderMail(
      mailInput({
        recipient: { ...base.recipient, firstName: hostile },
        shop: {
          ...base.shop,
          name: hostile,
          postalAddress: hostile,
          logoUrl: 'https://cdn.example/"><script>',
        },
        products: [hostile],
      }),
    );
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('<script');
    expect(visible(html)).toContain(hostile);
    expect(text).toContain(hostile);
    expect(subject).toContain(hostile);
  });

  it('line breaks in a name → no second line in the subject', () => {
    const base = mailInput();
    const shop = { ...base.shop, name: 'Tea\r\nBcc: x@y.z\u2028House' };
    expect(renderMail(mailInput({ shop })).subject).not.toMatch(/[\r\n\u2028]/);
  });

  it('no first name, no products → the language’s own words', () => {
    const recipient = { firstName: null, country: 'TH', timeZone: 'Asia/Bangkok' };
    const { text } = renderMail(mailInput({ language: 'th', recipient, products: [' '] }));
    expect(text).toContain('สวัสดีคุณลูกค้า');
    expect(text).toContain('สินค้าที่เลือกไว้');
  });

  it('a link that is none of the web → no button, nothing to click', () => {
    const { html, text } = renderMail(mailInput({ link: 'javascript:alert(1)' }));
    expect(html + text).not.toContain('javascript:');
  });

  it('a colour that is none → the plain one; ink that stands out on every colour', () => {
    const base = mailInput();
    const withColor = (color: string | null) => renderMail(mailInput({ shop: { ...base.shop, color } })).html;
    expect(withColor('red;background:url(x)')).toContain('bgcolor="#2c2c2c"');
    expect(withColor('#ffd23f')).toContain('color:#000000');
    expect(withColor('#0b6e4f')).toContain('color:#ffffff');
  });

  it('money and points → as the reader’s country writes them', () => {
    const texts = { subject: 's', heading: 'h', body: '{{offer}} {{points}}', button: 'b' };
    const vietnamese = renderMail(mailInput({ texts, points: 1_200 })).text.replaceAll('\u00a0', ' ');
    expect(vietnamese).toContain('Giảm 50.000 ₫ 1.200');
    expect(vietnamese).toContain('Cho đơn hàng từ 300.000 ₫');
  });
});

describe('what points are called', () => {
  const texts = {
    subject: '{{points_name}} wait',
    heading: 'h',
    body: '{{points}} {{points_name}}',
    button: 'b',
  };
  const said = (change: Parameters<typeof mailInput>[0]) => {
    const { subject, text } = renderMail(mailInput({ texts, qcPrefix: false, points: 7, ...change }));
    return [subject, text.match(/^7 .+$/m)?.[0]];
  };

  it.each([
    ['en', 'Points wait', '7 points'],
    ['vi', 'Điểm wait', '7 điểm'],
    ['th', 'คะแนน wait', '7 คะแนน'],
  ] as const)('%s, the merchant has no word of their own → the language’s', (language, subject, line) => {
    expect(said({ language, pointsName: '' })).toEqual([subject, line]);
    expect(said({ language, pointsName: '  ' })).toEqual([subject, line]);
  });

  it('the merchant’s word → as they write it, a capital where it begins a text; markup is text', () => {
    expect(said({ language: 'vi', pointsName: 'xu' })).toEqual(['Xu wait', '7 xu']);
    expect(said({ language: 'en', pointsName: '<b>stars\n' })).toEqual(['<b>stars wait', '7 <b>stars']);
  });

  it.each(['points_expiring', 'points_expiring_soon', 'reward_reachable'] as const)(
    '%s in every language → says points by the merchant’s word alone',
    (template) => {
      const usual = { en: /points?\b/i, vi: /điểm/i, th: /คะแนน/ };
      for (const language of ['en', 'vi', 'th'] as const) {
        const change = { template, language, qcPrefix: false, offer: null };
        const mail = renderMail(mailInput({ ...change, pointsName: 'Lotus' }));
        expect(mail.text).toContain('Lotus');
        expect(`${mail.subject} ${mail.text}`).not.toMatch(usual[language]);
        expect(renderMail(mailInput(change)).text).toMatch(usual[language]);
      }
    },
  );
});

describe('the merchant’s own words', () => {
  it('paragraphs and lines → kept, HTML in them shown as text', () => {
    const texts = {
      subject: '{{offer}}!',
      heading: 'Hi',
      body: 'One\r\ntwo\n\n\n<b>three</b> {{points}}',
      button: 'Go',
    };
    const { html, text, subject } = renderMail(mailInput({ texts, points: null }));
    expect(html).toContain('One<br>two</p>');
    expect(html).toContain('&lt;b&gt;three&lt;/b&gt; 0</p>');
    expect(text).toContain('One\ntwo\n\n<b>three</b> 0');
    expect(subject.replaceAll('\u00a0', ' ')).toBe('[QC] Giảm 50.000 ₫!');
  });
});

describe('[QC]', () => {
  const subjectOf = (change: Parameters<typeof mailInput>[0]): string =>
    renderMail(mailInput(change)).subject;
  const base = mailInput();

  it('a recipient in Vietnam, whatever the language → labelled', () => {
    expect(subjectOf({ language: 'en' })).toMatch(/^\[QC\] /);
  });

  it('country unknown, Vietnamese in a Vietnamese shop → labelled; in a Thai shop → not', () => {
    const recipient = { ...base.recipient, country: null };
    expect(subjectOf({ recipient })).toMatch(/^\[QC\] /);
    expect(subjectOf({ recipient, shop: { ...base.shop, country: 'TH' } })).not.toContain('[QC]');
  });

  it('a recipient elsewhere, or the label switched off → none', () => {
    expect(subjectOf({ language: 'th', recipient: { ...base.recipient, country: 'TH' } })).not.toContain(
      '[QC]',
    );
    expect(subjectOf({ qcPrefix: false })).not.toContain('[QC]');
  });
});

describe('the layout', () => {
  it('one column of 600 px, letters of 14 px at least, one button, a dark scheme', () => {
    const { html } = renderMail(mailInput());
    expect(html).toContain('width="600"');
    const sizes = [...html.matchAll(/font-size:(\d+)px/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(14);
    expect(html.match(/class="button"/g)).toHaveLength(1);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('<html lang="vi"');
  });
});
