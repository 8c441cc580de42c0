import type { PointsNumbers } from '../../domain/loyalty/member-points.ts';

/** The numbers of who is no member yet. */
export const NO_POINTS: PointsNumbers = { available: 0, pending: 0, debt: 0, tier: null, nextExpiry: null };
