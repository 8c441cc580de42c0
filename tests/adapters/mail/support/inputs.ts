import { isoToDay } from '../../../../web/domain/shared/time.ts';
import type { MailInput } from '../../../../web/use-cases/mail-port.ts';

/** A message with an offer to Mai in Huế, changed as told. */
export function mailInput(change: Partial<MailInput> = {}): MailInput {
  return {
    template: 'second_purchase_offer',
    language: 'vi',
    texts: null,
    shop: {
      name: 'Tea House',
      logoUrl: null,
      color: '#0b6e4f',
      country: 'VN',
      currency: 'VND',
      postalAddress: '12 Lê Lợi\nHuế',
    },
    recipient: { firstName: 'Mai', country: 'VN', timeZone: 'Asia/Ho_Chi_Minh' },
    offer: {
      value: { kind: 'amount', amountMinor: 50_000 },
      minimumSpendMinor: 300_000,
      code: 'BACK-7KQ2',
      endsAt: new Date('2026-11-30T17:00:00Z'),
    },
    products: ['Trà sen'],
    points: 1_250,
    pointsName: '',
    ending: { points: 400, lastOn: isoToDay('2026-12-11') },
    reward: { name: '', value: { kind: 'free_shipping' } },
    link: 'https://tea.example/discount/BACK-7KQ2?redirect=%2F&a=1',
    unsubscribeUrl: 'https://app.example/unsubscribe/t0ken',
    qcPrefix: true,
    ...change,
  };
}
