import { escapeHtml } from './escape-html.ts';
import type { MailContent } from './mail-content.ts';

const FONT =
  "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans','Noto Sans Thai',Arial,sans-serif";

/** For readers that honour a dark scheme; the others keep the light colours written on the elements. */
const DARK = `.page{background:#111111!important}.card{background:#1e1e1e!important}.ink{color:#f3f3f3!important}
.soft{color:#bdbdbd!important}.box{background:#2a2a2a!important;border-color:#5a5a5a!important}.button{border-color:#8a8a8a!important}.plate{background:#ffffff!important}`;

/** The message as one column of tables, 600 px at most, every style on its element. */
export function mailHtml(content: MailContent): string {
  const { shop, offer } = content;
  const preview =
    offer === null
      ? (content.paragraphs[1] ?? content.heading)
      : `${offer.title} · ${offer.details[0] ?? ''}`;
  return `<!doctype html>
<html lang="${content.language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
<title>${escapeHtml(content.subject)}</title>
<style>:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${DARK}}</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f4;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(preview)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f4f4" style="background:#f4f4f4">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;font-family:${FONT}">
<tr><td align="center" style="padding:0 0 20px">${masthead(shop)}</td></tr>
<tr><td class="card" bgcolor="#ffffff" style="background:#ffffff;border-radius:12px;padding:32px 24px">
<h1 class="ink" style="margin:0 0 16px;font-size:24px;line-height:1.35;font-weight:700;color:#1f1f1f;overflow-wrap:anywhere">${escapeHtml(content.heading)}</h1>
${content.paragraphs.map(paragraph).join('\n')}
${offer === null ? '' : offerBox(offer)}
${button(content)}
</td></tr>
<tr><td align="center" style="padding:20px 24px 0">${footer(content)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function masthead({ name, logoUrl }: MailContent['shop']): string {
  const label = escapeHtml(name);
  if (logoUrl === null) {
    return `<span class="ink" style="font-size:20px;line-height:1.4;font-weight:700;color:#1f1f1f;overflow-wrap:anywhere">${label}</span>`;
  }
  return `<img class="plate" src="${escapeHtml(logoUrl)}" alt="${label}" height="48" style="display:block;height:48px;max-width:240px;width:auto;border:0;border-radius:6px;padding:4px 8px;font-size:20px;font-weight:700;color:#1f1f1f">`;
}

function paragraph(text: string): string {
  const lines = text.split('\n').map(escapeHtml).join('<br>');
  return `<p class="ink" style="margin:0 0 16px;font-size:16px;line-height:1.6;color:#1f1f1f;overflow-wrap:anywhere">${lines}</p>`;
}

function offerBox(offer: NonNullable<MailContent['offer']>): string {
  const details = offer.details
    .map(
      (detail) =>
        `<div class="soft" style="margin-top:6px;font-size:14px;line-height:1.5;color:#555555">${escapeHtml(detail)}</div>`,
    )
    .join('');
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 24px"><tr>
<td class="box" align="center" bgcolor="#f7f7f7" style="background:#f7f7f7;border:1px dashed #b5b5b5;border-radius:10px;padding:18px 16px">
<div class="ink" style="font-size:20px;line-height:1.4;font-weight:700;color:#1f1f1f">${escapeHtml(offer.title)}</div>
<div class="soft" style="margin-top:10px;font-size:14px;line-height:1.5;color:#555555">${escapeHtml(offer.codeLabel)}</div>
<div class="ink" style="font-family:ui-monospace,Menlo,Consolas,monospace;font-size:22px;line-height:1.4;font-weight:700;letter-spacing:1px;color:#1f1f1f;overflow-wrap:anywhere">${escapeHtml(offer.code)}</div>
${details}
</td></tr></table>`;
}

function button({ link, button: label, shop }: MailContent): string {
  if (link === '') return '';
  const ink = inkOn(shop.color);
  return `<table role="presentation" align="center" cellpadding="0" cellspacing="0" border="0" style="margin:8px auto 0"><tr>
<td class="button" align="center" bgcolor="${shop.color}" style="background:${shop.color};border:1px solid ${shop.color};border-radius:8px">
<a href="${escapeHtml(link)}" target="_blank" style="display:inline-block;padding:13px 28px;font-size:16px;line-height:20px;font-weight:700;color:${ink};text-decoration:none"><span style="color:${ink}">${escapeHtml(label)}</span></a>
</td></tr></table>`;
}

function footer(content: MailContent): string {
  const style = 'margin:0 0 8px;font-size:14px;line-height:1.5;color:#595959';
  const link =
    content.unsubscribeUrl === ''
      ? ''
      : `<p class="soft" style="${style}"><a class="soft" href="${escapeHtml(content.unsubscribeUrl)}" target="_blank" style="color:#595959;text-decoration:underline">${escapeHtml(content.unsubscribe)}</a></p>`;
  const address = [content.shop.name, ...content.postalAddress].map(escapeHtml).join('<br>');
  return `<p class="soft" style="${style}">${escapeHtml(content.why)}</p>
${link}
<p class="soft" style="${style}">${address}</p>`;
}

/** Black or white, whichever stands out more (WCAG 2.2 relative luminance). */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}
