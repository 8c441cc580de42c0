import { parseSearch } from './search-query.ts';

const MAX_ADDRESS_BYTES = 65_535;
const MAX_FILTER_BYTES = 65_535;
const AWS_ARN = /^arn:aws:events:[a-z0-9-]+::event-source\/aws\.partner\/shopify\.com(\.test)?\/\d+\/.+$/;
const GCP_PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const GCP_TOPIC = /^(?!goog)[A-Za-z][\w.~+%-]{2,254}$/;

/** What is wrong with a subscription's address, in Shopify's words; empty: nothing. */
export function addressFaults(uri: string): readonly string[] {
  if (uri === '') return ["Address can't be blank"];
  if (Buffer.byteLength(uri) > MAX_ADDRESS_BYTES) return ['Address is too big (maximum is 64 KB)'];
  if (uri.startsWith('arn:')) {
    return AWS_ARN.test(uri) ? [] : ['Address is invalid', 'Address is not a valid AWS ARN'];
  }
  const protocol = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase();
  if (protocol === 'pubsub') return pubsubFaults(uri.slice('pubsub://'.length));
  if (protocol === 'kafka')
    return ['Address protocol kafka:// is not supported', 'Address is not a valid kafka topic'];
  if (protocol === undefined) return ['Address is invalid'];
  if (protocol !== 'https') return [`Address protocol ${protocol}:// is not supported`];
  return URL.canParse(uri) && new URL(uri).hostname.includes('.') ? [] : ['Address is invalid'];
}

function pubsubFaults(address: string): readonly string[] {
  const [project, topic] = address.split(':');
  if (project === undefined || topic === undefined) {
    return [
      'Address protocol pubsub:// is not supported',
      'Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic',
    ];
  }
  if (!GCP_PROJECT.test(project)) return ['Address is invalid', 'Address is not a valid GCP project id.'];
  return GCP_TOPIC.test(topic) ? [] : ['Address is invalid', 'Address is not a valid GCP topic id.'];
}

/** XML goes to HTTPS only. */
export function formatFault(uri: string, format: string): string | undefined {
  return format === 'XML' && !uri.startsWith('https://')
    ? "Format can only be used with format: 'json'"
    : undefined;
}

export function nameFaults(name: string, taken: readonly string[]): readonly string[] {
  const faults: string[] = [];
  if (name === '') faults.push('Name is too short (minimum is 1 character)');
  if (name.length > 50) faults.push('Name is too long (maximum is 50 characters)');
  if (!/^[\w-]+$/.test(name)) {
    faults.push('Name name field can only contain alphanumeric characters, underscores, and hyphens');
  }
  if (taken.some((other) => other.toLowerCase() === name.toLowerCase())) {
    faults.push('Name already exists, no duplicate allowed');
  }
  return faults;
}

export function filterFault(filter: string): string | undefined {
  const invalid =
    'The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.';
  if (Buffer.byteLength(filter) > MAX_FILTER_BYTES)
    return 'The specified filter exceeds the maximum allowed size.';
  try {
    const text = JSON.stringify(parseSearch(filter) ?? null);
    return text.includes('"field":""') ? invalid : undefined;
  } catch {
    return invalid;
  }
}
