import type { Language } from '../domain/campaigns/campaign.ts';

type Words = { title: string; ask: string; button: string; doneTitle: string; done: string };

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Unsubscribe',
    ask: 'You will get no more offers and news by email from this shop. Mails about your orders still come.',
    button: 'Unsubscribe',
    doneTitle: 'You are unsubscribed',
    done: 'This shop sends you no more offers and news by email.',
  },
  vi: {
    title: 'Hủy đăng ký nhận email',
    ask: 'Bạn sẽ không còn nhận ưu đãi và tin tức qua email từ cửa hàng này. Email về đơn hàng của bạn vẫn được gửi.',
    button: 'Hủy đăng ký',
    doneTitle: 'Đã hủy đăng ký',
    done: 'Cửa hàng này sẽ không gửi ưu đãi và tin tức qua email cho bạn nữa.',
  },
  th: {
    title: 'ยกเลิกรับอีเมล',
    ask: 'คุณจะไม่ได้รับข้อเสนอและข่าวสารทางอีเมลจากร้านนี้อีก แต่ยังได้รับอีเมลเกี่ยวกับคำสั่งซื้อของคุณ',
    button: 'ยกเลิกรับอีเมล',
    doneTitle: 'ยกเลิกรับอีเมลแล้ว',
    done: 'ร้านนี้จะไม่ส่งข้อเสนอและข่าวสารทางอีเมลถึงคุณอีก',
  },
};

/** The page behind an unsubscribe link: one button that posts to the same address, no script, nobody's name. */
export function unsubscribePage(language: Language): string {
  const { title, ask, button } = WORDS[language];
  // The same field that a mail program sends by itself (RFC 8058 section 3.1).
  const form = `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">${button}</button></form>`;
  return page(language, title, `<p>${ask}</p>${form}`);
}

/** What is told once it is done. */
export function unsubscribedPage(language: Language): string {
  const { doneTitle, done } = WORDS[language];
  return page(language, doneTitle, `<p role="status">${done}</p>`);
}

/** A link that leads nowhere: forged, cut off, or of a message that was erased. Whose it was is not known, nor the language. */
export function brokenLinkPage(): string {
  const lines = [
    [
      'en',
      'This link does not work',
      'It may have been cut off. Please copy the whole link from the message.',
    ],
    [
      'vi',
      'Liên kết này không hoạt động',
      'Có thể liên kết bị cắt bớt. Vui lòng sao chép toàn bộ liên kết trong thư.',
    ],
    ['th', 'ลิงก์นี้ใช้ไม่ได้', 'ลิงก์อาจไม่ครบ โปรดคัดลอกลิงก์ทั้งหมดจากข้อความ'],
  ] as const;
  const [[, title]] = lines;
  const body = lines.map(
    ([lang, head, text]) => `<section lang="${lang}"><h2>${head}</h2><p>${text}</p></section>`,
  );
  return shell('en', title, body.join(''));
}

function page(language: Language, title: string, body: string): string {
  return shell(language, title, `<h1>${title}</h1>${body}`);
}

const STYLE = `body{margin:0;font:16px/1.6 system-ui,sans-serif;color:#202223;background:#f6f6f7}
main{max-width:34rem;margin:12vh auto 0;padding:2rem;background:#fff;border-radius:12px}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}h2{font-size:1.1rem;margin:1rem 0 0}
button{font:inherit;min-height:44px;padding:0 1.5rem;border:0;border-radius:8px;background:#202223;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid #005bd3;outline-offset:2px}`;

function shell(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}
