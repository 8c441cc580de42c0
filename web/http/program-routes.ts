import { Router } from 'express';
import {
  flowTriggersPath,
  flowTriggersSchema,
  healthPath,
  healthResponseSchema,
  liabilityPath,
  liabilityResponseSchema,
  programPath,
  programPreviewPath,
  programPreviewRequestSchema,
  programPreviewResponseSchema,
  programResponseSchema,
  saveProgramRequestSchema,
} from '../contract/loyalty.ts';
import { getFlowTriggers } from '../use-cases/get-flow-triggers.ts';
import { getHealth } from '../use-cases/get-health.ts';
import { getLiability } from '../use-cases/get-liability.ts';
import { getProgram } from '../use-cases/get-program.ts';
import { previewProgram } from '../use-cases/preview-program.ts';
import { saveFlowTriggers } from '../use-cases/save-flow-triggers.ts';
import { saveProgram } from '../use-cases/save-program.ts';
import { toProgram, toProgramTerms } from './program-body.ts';
import { readCtxOf } from './require-shop.ts';

/** The loyalty program, what its open points could cost, what stands in its way, and what Shopify Flow is told. */
export function programRoutes({ clientId }: { clientId: string }): Router {
  const router = Router();
  router.get(programPath, async (request, response) => {
    const program = await getProgram(readCtxOf(request));
    response.json(programResponseSchema.parse(toProgram(program)));
  });
  router.put(programPath, async (request, response) => {
    const ctx = readCtxOf(request);
    const { terms, basedOn } = saveProgramRequestSchema.parse(request.body);
    await saveProgram(ctx, { terms: toProgramTerms(terms), basedOn });
    response.json(programResponseSchema.parse(toProgram(await getProgram(ctx))));
  });
  router.post(programPreviewPath, async (request, response) => {
    const { terms } = programPreviewRequestSchema.parse(request.body);
    const isLeft = () => response.closed;
    const preview = await previewProgram(readCtxOf(request), { terms: toProgramTerms(terms), isLeft });
    response.json(programPreviewResponseSchema.parse(preview));
  });
  router.get(liabilityPath, async (request, response) => {
    const { totals, ...money } = await getLiability(readCtxOf(request));
    const { available, pending, reserved, debt, ...same } = totals;
    const points = { points: available, pendingPoints: pending, reservedPoints: reserved, debtPoints: debt };
    const asOf = totals.asOf?.toISOString() ?? null;
    response.json(liabilityResponseSchema.parse({ ...same, asOf, ...points, ...money }));
  });
  router.get(healthPath, async (request, response) => {
    const health = await getHealth(readCtxOf(request), { clientId });
    const body = { ...health, checkedAt: health.checkedAt.toISOString() };
    response.json(healthResponseSchema.parse(body));
  });
  router.get(flowTriggersPath, async (request, response) => {
    response.json(flowTriggersSchema.parse(await getFlowTriggers(readCtxOf(request))));
  });
  router.put(flowTriggersPath, async (request, response) => {
    const triggers = flowTriggersSchema.parse(request.body);
    response.json(flowTriggersSchema.parse(await saveFlowTriggers(readCtxOf(request), triggers)));
  });
  return router;
}
