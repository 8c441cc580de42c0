import type { LedgerRow as LedgerRowBody, MemberResponse, MemberRow } from '../contract/members.ts';
import { dayToIso } from '../domain/shared/time.ts';
import type { MemberDetail } from '../use-cases/get-member.ts';
import type { MemberList } from '../use-cases/list-members.ts';
import type { LedgerRow } from '../use-cases/loyalty-port.ts';

type MemberLine = MemberList['members'][number];

const isoOrNull = (day: number | null) => (day === null ? null : dayToIso(day));

export function toMemberRow({ tier, expiring, joinedAt, ...same }: MemberLine): MemberRow {
  return {
    ...same,
    tier: tier && {
      ...tier,
      sinceAt: tier.sinceAt.toISOString(),
      reviewOn: isoOrNull(tier.reviewOn),
      graceUntilOn: isoOrNull(tier.graceUntilOn),
    },
    expiring: expiring && { points: expiring.points, at: expiring.at.toISOString() },
    joinedAt: joinedAt.toISOString(),
  };
}

export function toMember({ member, lots, redemptions, ...same }: MemberDetail): MemberResponse {
  return {
    ...same,
    member: toMemberRow(member),
    lots: lots.map((lot) => ({
      ...lot,
      at: lot.at.toISOString(),
      orderedAt: lot.orderedAt?.toISOString() ?? null,
      expiresAt: lot.expiresAt?.toISOString() ?? null,
    })),
    redemptions: redemptions.map(
      ({ redemptionId, state, reward, points, code, createdAt, endsAt, orderId }) => ({
        redemptionId,
        state,
        rewardName: reward.name,
        value: reward.value,
        points,
        code,
        createdAt: createdAt.toISOString(),
        endsAt: endsAt.toISOString(),
        orderId,
      }),
    ),
  };
}

export function toLedgerRow(row: LedgerRow): LedgerRowBody {
  const { at, postedAt, position: _position, orderedAt: _orderedAt, reward, code, ...same } = row;
  return {
    ...same,
    // Store credit is given at once: nobody types what stands for its code.
    code: reward?.value.kind === 'store_credit' ? null : code,
    at: at.toISOString(),
    postedAt: postedAt.toISOString(),
  };
}
