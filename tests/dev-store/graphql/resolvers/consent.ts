import { upsertCustomer } from '../../state/customers.ts';
import type { ConsentRecord, ConsentState, CustomerRecord, OptInLevel } from '../../state/records.ts';
import type { AdminContext, ResolverMap } from '../context.ts';
import { idOfType } from '../gid.ts';
import { invalidInput } from '../refusal.ts';

interface ConsentInput {
  readonly marketingState: ConsentState;
  readonly marketingOptInLevel?: OptInLevel | null;
  readonly consentUpdatedAt?: string | null;
}

interface ConsentPayload {
  readonly customer: CustomerRecord | null;
  readonly userErrors: readonly {
    readonly field: readonly string[];
    readonly message: string;
    readonly code: string;
  }[];
}

/** States a caller may set; the schema's others describe what is, not what may be asked for. */
const SETTABLE = new Set<ConsentState>(['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING', 'NOT_SUBSCRIBED']);

function consentFault(
  context: AdminContext,
  input: ConsentInput,
): { readonly field: string; readonly message: string; readonly code: string } | undefined {
  const { marketingState: state, marketingOptInLevel: level, consentUpdatedAt } = input;
  if ((state === 'SUBSCRIBED' || state === 'PENDING') && level == null) {
    return {
      field: 'marketingOptInLevel',
      message: 'Marketing opt in level must exist',
      code: 'MISSING_ARGUMENT',
    };
  }
  if (state === 'PENDING' && level !== 'CONFIRMED_OPT_IN') {
    const message = 'Marketing opt in level must be confirmed opt-in for pending consent state';
    return { field: 'marketingOptInLevel', message, code: 'INVALID' };
  }
  if (consentUpdatedAt != null && Date.parse(consentUpdatedAt) > context.state.clock.now()) {
    return {
      field: 'consentUpdatedAt',
      message: 'Consent updated at must not be in the future',
      code: 'INVALID',
    };
  }
  return undefined;
}

function updateConsent(
  context: AdminContext,
  customerId: string,
  kind: 'emailConsent' | 'smsConsent',
  input: ConsentInput,
): ConsentPayload {
  const inputName = kind === 'emailConsent' ? 'emailMarketingConsent' : 'smsMarketingConsent';
  const refuse = (field: readonly string[], message: string, code: string): ConsentPayload => ({
    customer: null,
    userErrors: [{ field: ['input', ...field], message, code }],
  });
  if (input.marketingState === 'REDACTED')
    throw invalidInput('Cannot specify REDACTED as a marketing state input');
  if (!SETTABLE.has(input.marketingState)) {
    return refuse([inputName, 'marketingState'], 'Marketing state is not included in the list', 'INCLUSION');
  }
  const customer = context.shop.customers.get(idOfType(customerId, 'Customer'));
  if (customer === undefined) return refuse(['customerId'], 'Customer not found', 'INVALID');
  const fault = consentFault(context, input);
  if (fault !== undefined) return refuse([inputName, fault.field], fault.message, fault.code);
  const contact = kind === 'emailConsent' ? customer.email : customer.phone;
  if (contact === null) {
    const what = kind === 'emailConsent' ? 'An email address' : 'A phone number';
    return refuse([inputName], `${what} is required to set the consent state.`, 'INVALID');
  }
  const consent: ConsentRecord = {
    state: input.marketingState,
    optInLevel: input.marketingOptInLevel ?? null,
    updatedAt:
      input.consentUpdatedAt == null ? context.state.clock.now() : Date.parse(input.consentUpdatedAt),
  };
  upsertCustomer(context.state, context.shop, { id: customer.id, [kind]: consent });
  return { customer, userErrors: [] };
}

export const consentResolvers: ResolverMap = {
  Mutation: {
    customerEmailMarketingConsentUpdate: (
      _root: unknown,
      {
        input,
      }: { readonly input: { readonly customerId: string; readonly emailMarketingConsent: ConsentInput } },
      context,
    ) => updateConsent(context, input.customerId, 'emailConsent', input.emailMarketingConsent),
    customerSmsMarketingConsentUpdate: (
      _root: unknown,
      {
        input,
      }: { readonly input: { readonly customerId: string; readonly smsMarketingConsent: ConsentInput } },
      context,
    ) => updateConsent(context, input.customerId, 'smsConsent', input.smsMarketingConsent),
  },
};
