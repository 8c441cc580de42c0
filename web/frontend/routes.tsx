import { createBrowserRouter } from 'react-router';
import { Frame } from './shared/frame.tsx';
import { CrashPage, MissingPage } from './shared/missing-page.tsx';

/** One chunk per page: a merchant who opens Home does not wait for Settings. */
export function createRoutes() {
  return createBrowserRouter([
    {
      element: <Frame />,
      errorElement: <CrashPage />,
      hydrateFallbackElement: <span />,
      children: [
        { index: true, lazy: async () => ({ Component: (await import('./pages/home-page.tsx')).HomePage }) },
        {
          path: 'customers',
          lazy: async () => ({ Component: (await import('./pages/customers-page.tsx')).CustomersPage }),
        },
        {
          path: 'customers/segments',
          lazy: async () => ({ Component: (await import('./pages/segments-page.tsx')).SegmentsPage }),
        },
        {
          path: 'customers/:id',
          lazy: async () => ({ Component: (await import('./pages/customer-page.tsx')).CustomerPage }),
        },
        {
          path: 'campaigns',
          lazy: async () => ({ Component: (await import('./pages/campaigns-page.tsx')).CampaignsPage }),
        },
        {
          path: 'campaigns/:id',
          lazy: async () => ({ Component: (await import('./pages/campaign-page.tsx')).CampaignPage }),
        },
        {
          path: 'results',
          lazy: async () => ({ Component: (await import('./pages/results-page.tsx')).ResultsPage }),
        },
        {
          path: 'results/:id',
          lazy: async () => ({ Component: (await import('./pages/result-page.tsx')).ResultPage }),
        },
        {
          path: 'loyalty',
          lazy: async () => ({ Component: (await import('./pages/loyalty-page.tsx')).LoyaltyPage }),
        },
        {
          path: 'loyalty/members',
          lazy: async () => ({
            Component: (await import('./pages/loyalty-members-page.tsx')).LoyaltyMembersPage,
          }),
        },
        {
          path: 'loyalty/members/:customerId',
          lazy: async () => ({
            Component: (await import('./pages/loyalty-member-page.tsx')).LoyaltyMemberPage,
          }),
        },
        {
          path: 'loyalty/files',
          lazy: async () => ({
            Component: (await import('./pages/loyalty-files-page.tsx')).LoyaltyFilesPage,
          }),
        },
        {
          path: 'settings',
          lazy: async () => ({ Component: (await import('./pages/settings-page.tsx')).SettingsPage }),
        },
        {
          path: 'settings/health',
          lazy: async () => ({ Component: (await import('./pages/health-page.tsx')).HealthPage }),
        },
        { path: '*', element: <MissingPage /> },
      ],
    },
  ]);
}
