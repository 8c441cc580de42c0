import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** What Polaris hands to a link component; what it leaves undefined is dropped before it reaches an element. */
type Props = { [attribute: string]: unknown } & {
  url: string;
  external?: boolean | undefined;
  children?: ReactNode;
};

/** Every link of Polaris: inside the app by the router, into the Shopify admin and elsewhere by the browser. */
export function PolarisLink({ url, children, external, download: _, ...given }: Props) {
  const rest = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (url.startsWith('/')) {
    return (
      <Link to={url} {...rest}>
        {children}
      </Link>
    );
  }
  return (
    <a href={url} {...rest} target={external ? '_blank' : '_top'} rel="noreferrer">
      {children}
    </a>
  );
}
