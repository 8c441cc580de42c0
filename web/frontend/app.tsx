import { AppProvider } from '@shopify/polaris';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { createRoutes } from './routes.tsx';
import type { Language } from './shared/language.ts';
import { type Locale, LocaleContext } from './shared/locale.ts';
import { PolarisLink } from './shared/polaris-link.tsx';
import { RequestError } from './shared/request.ts';

/** Asks again only where asking again can help: the network and a server in trouble, not a refusal. */
function worthRetrying(failures: number, error: Error): boolean {
  const transient = error instanceof RequestError && (error.status === 0 || error.status >= 500);
  return transient && failures < 2;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: worthRetrying, retryDelay: 1500, staleTime: 10_000, refetchOnWindowFocus: true },
    },
  });
}

/** The embedded admin: providers around the routes. Mounted once per page load; a change of language is a new page load. */
export function App({ locale, language }: { locale: Locale; language: Language }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(createRoutes);
  return (
    <I18nextProvider i18n={language.i18n}>
      <LocaleContext.Provider value={locale}>
        <AppProvider i18n={language.polaris} linkComponent={PolarisLink}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AppProvider>
      </LocaleContext.Provider>
    </I18nextProvider>
  );
}
