import type { ActivityInput, ActivityRecord, GivenMoney, MarketingBook } from '../state/marketing-book.ts';

/** A refusal in the form of `MarketingActivityUserError`. */
export interface MarketingFault {
  readonly field: readonly string[] | null;
  readonly message: string;
  readonly code: string;
}

const onInput = (message: string, code: string): MarketingFault => ({ field: ['input'], message, code });

/** What forbids an activity: for a new one its own form, for a known one also what may not change. */
export function activityFault(
  book: MarketingBook,
  input: ActivityInput,
  known: ActivityRecord | undefined,
  appId: string,
): MarketingFault | undefined {
  if (input.remoteId.trim() === '' || input.title.trim() === '') {
    return onInput(`${input.title.trim() === '' ? 'Title' : 'Remote ID'} can't be blank`, 'INVALID');
  }
  if (input.parentRemoteId !== null && book.byRemoteId(appId, input.parentRemoteId) === undefined) {
    return onInput('Remote ID does not correspond to an activity.', 'INVALID_REMOTE_ID');
  }
  if (!oneCurrency([input.adSpend, input.budget?.total])) {
    return onInput(
      'Currency codes in the marketing activity input do not match.',
      'CURRENCY_CODE_MISMATCH_INPUT',
    );
  }
  if (known !== undefined) return changeFault(input, known);
  const isPlain = input.hierarchyLevel === null && input.parentRemoteId === null;
  if (isPlain && input.utm === null && input.urlParameterValue === null) {
    return onInput(
      'Non-hierarchical marketing activities must have UTM parameters or a URL parameter value.',
      'NON_HIERARCHIAL_REQUIRES_UTM_URL_PARAMETER',
    );
  }
  return takenFault(book, input);
}

/** What stands since the first call. A field left out changes nothing. */
function changeFault(input: ActivityInput, known: ActivityRecord): MarketingFault | undefined {
  const differs = (given: unknown, held: unknown): boolean =>
    given !== null && JSON.stringify(given) !== JSON.stringify(held);
  if (differs(input.hierarchyLevel, known.hierarchyLevel)) {
    return onInput('Hierarchy level cannot be modified.', 'IMMUTABLE_HIERARCHY_LEVEL');
  }
  if (differs(input.parentRemoteId, known.parentRemoteId)) {
    return onInput('Parent ID cannot be modified.', 'IMMUTABLE_PARENT_ID');
  }
  if (differs(input.urlParameterValue, known.urlParameterValue)) {
    return onInput('URL parameter value cannot be modified.', 'IMMUTABLE_URL_PARAMETER');
  }
  if (differs(input.utm, known.utm)) {
    return onInput('UTM parameters cannot be modified.', 'IMMUTABLE_UTM_PARAMETERS');
  }
  if (input.tactic !== known.tactic && known.tactic === 'STOREFRONT_APP') {
    const message = 'You can not update an activity tactic from STOREFRONT_APP.';
    return onInput(message, 'CANNOT_UPDATE_TACTIC_IF_ORIGINALLY_STOREFRONT_APP');
  }
  if (input.tactic !== known.tactic && input.tactic === 'STOREFRONT_APP') {
    const message = 'You can not update an activity tactic to STOREFRONT_APP.';
    return onInput(message, 'CANNOT_UPDATE_TACTIC_TO_STOREFRONT_APP');
  }
  return undefined;
}

function takenFault(book: MarketingBook, input: ActivityInput): MarketingFault | undefined {
  for (const other of book.activities.values()) {
    if (input.utm !== null && other.utm?.campaign === input.utm.campaign) {
      const message = 'A marketing activity with this UTM campaign already exists.';
      return onInput(message, 'MARKETING_ACTIVITY_WITH_UTM_CAMPAIGN_ALREADY_EXISTS');
    }
    if (input.urlParameterValue !== null && other.urlParameterValue === input.urlParameterValue) {
      const message = 'A marketing activity with this URL parameter value already exists.';
      return onInput(message, 'MARKETING_ACTIVITY_WITH_URL_PARAMETER_VALUE_ALREADY_EXISTS');
    }
  }
  return undefined;
}

/** Which activity an engagement names, or what forbids it. Days to come and running totals are refused: the stricter reading. */
export function engagementFault(
  engagement: {
    readonly occurredOn: string;
    readonly isCumulative?: boolean | null;
    readonly adSpend?: GivenMoney | null;
    readonly sales?: GivenMoney | null;
  } & Readonly<Record<string, unknown>>,
  activity: ActivityRecord,
  latestDay: string,
): MarketingFault | undefined {
  const refuse = (message: string, code: string): MarketingFault => ({
    field: ['marketingEngagement'],
    message,
    code,
  });
  const { adSpend, sales } = engagement;
  if (!oneCurrency([adSpend, sales])) {
    const message = 'Currency codes in the marketing engagement input do not match.';
    return refuse(message, 'CURRENCY_CODE_MISMATCH_INPUT');
  }
  if (!oneCurrency([adSpend ?? sales, activity.adSpend ?? activity.budget?.total])) {
    const message = "The currency does not match that of the activity's money.";
    return refuse(message, 'MARKETING_ACTIVITY_CURRENCY_CODE_MISMATCH');
  }
  if (engagement.isCumulative === true) return refuse('Send the numbers of one day', 'INVALID');
  if (engagement.occurredOn > latestDay) return refuse('Occurred on must not be in the future', 'INVALID');
  const negative = Object.entries(engagement).find(([, value]) => typeof value === 'number' && value < 0);
  if (negative !== undefined) return refuse(`${negative[0]} must not be negative`, 'INVALID');
  return undefined;
}

function oneCurrency(amounts: readonly (GivenMoney | null | undefined)[]): boolean {
  return new Set(amounts.flatMap((amount) => amount?.currencyCode ?? [])).size <= 1;
}
