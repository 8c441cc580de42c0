import { Router } from 'express';
import { type SegmentsResponse, segmentsPath, segmentsResponseSchema } from '../contract/segments.ts';
import { dayToIso } from '../domain/shared/time.ts';
import { getSegments, type SegmentsView } from '../use-cases/get-segments.ts';
import { readCtxOf } from './require-shop.ts';

/** GET /api/customer-segments. */
export function segmentsRoutes(): Router {
  const router = Router();
  router.get(segmentsPath, async (request, response) => {
    const ctx = readCtxOf(request);
    response.json(segmentsResponseSchema.parse(toBody(await getSegments(ctx), ctx.shop.currency)));
  });
  return router;
}

function toBody(view: SegmentsView, currency: string): SegmentsResponse {
  if (view.state === 'waiting') return view;
  const { cells, asOfOn, ranges, ...flags } = view;
  return {
    ...flags,
    asOfOn: dayToIso(asOfOn),
    customers: cells.reduce((sum, { customers }) => sum + customers, 0),
    spent: { amountMinor: cells.reduce((sum, { spentMinor }) => sum + spentMinor, 0), currency },
    ranges: { r: [...ranges.r], f: [...ranges.f], m: [...ranges.m] },
    cells: [...cells],
  };
}
