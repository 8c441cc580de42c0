import { BlockStack, Modal, Scrollable, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ResultResponse } from '../../../contract/results.ts';
import { type Format, useFormat } from '../../shared/format.ts';
import { methodSteps } from './method-steps.ts';

type Props = { result: ResultResponse; open: boolean; onClose: () => void };

/** The drawer "How we measured": each step in plain words, its formula, and the numbers in it. */
export function HowMeasured({ result, open, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const numbers = methodTexts(result, format);
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={t('results.method.title')}
      size="large"
      noScroll
      secondaryActions={[{ content: t('results.method.close'), onAction: onClose }]}
    >
      {/* The modal's own scrolling cannot be reached by keyboard where nothing in it takes focus. */}
      <Scrollable focusable role="region" aria-label={t('results.method.title')} className="method-steps">
        <BlockStack gap="500">
          {methodSteps(result).map(({ step, formula }) => (
            <BlockStack gap="100" key={step}>
              <Text as="h3" variant="headingSm">
                {t(`results.method.step.${step}.title`)}
              </Text>
              <Text as="p">{t(`results.method.step.${step}.body`, numbers)}</Text>
              {formula === null ? null : (
                <p className="formula">{t(`results.method.formula.${formula}`, numbers)}</p>
              )}
            </BlockStack>
          ))}
        </BlockStack>
      </Scrollable>
    </Modal>
  );
}

/** The numbers of the method as text: shares are people in 100, money has its currency, what is not known is a dash. */
function methodTexts(result: ResultResponse, format: Format): Record<string, string> {
  const { method, summary } = result;
  const { currency } = summary.treated.revenue;
  const whole = (value: number | undefined) =>
    value === undefined ? '–' : format.number(Math.round(value) + 0);
  const perHundred = (share: number | undefined) =>
    share === undefined ? '–' : format.number(Math.round(share * 10_000) / 100 + 0);
  const money = (amount: number | undefined) =>
    amount === undefined ? '–' : format.money({ amountMinor: Math.round(amount) + 0, currency });
  const { extraOrders } = summary;
  return {
    days: format.number(result.windowDays),
    held: perHundred(result.holdoutShareBps / 10_000),
    open: whole(method.openWindows),
    treated: whole(summary.treated.people),
    treatedOrdered: whole(summary.treated.ordered),
    treatedShare: perHundred(summary.treated.share ?? undefined),
    comparison: whole(summary.comparison.people),
    comparisonOrdered: whole(summary.comparison.ordered),
    comparisonShare: perHundred(summary.comparison.share ?? undefined),
    difference: perHundred(method.difference),
    low: perHundred(method.alwaysValidLow),
    high: perHundred(method.alwaysValidHigh),
    onceLow: perHundred(method.differenceLow),
    onceHigh: perHundred(method.differenceHigh),
    error: perHundred(method.standardError),
    chance: perHundred(method.alwaysValidP),
    solid: perHundred(method.alpha),
    plausible: perHundred(method.plausibleLift),
    extra: whole(extraOrders?.estimate),
    extraLow: whole(extraOrders?.low),
    extraHigh: whole(extraOrders?.high),
    revenueEach: money(method.revenuePerCustomerMinor),
    profitEach: money(method.profitPerCustomerMinor),
    revenueAll: money(result.revenue?.estimate),
    profitAll: money(result.profit?.estimate),
    cap: money(method.capMinor),
    drawn: whole(method.drawnComparison),
    expected: whole(method.expectedComparison),
    splitChance: perHundred(method.sampleRatioP ?? result.checks.sampleRatioP ?? undefined),
    contaminated: whole(result.checks.contaminated),
    used: whole(method.ordersUsed),
    discount: money(method.discountMinor),
  };
}
