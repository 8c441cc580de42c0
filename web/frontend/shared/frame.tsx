import { Loading, Frame as PolarisFrame } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useNavigate, useNavigation } from 'react-router';
import { ShopNotices } from './shop-notices.tsx';

/** What surrounds every page: the admin's navigation, the loading bar and what must be known everywhere. */
export function Frame() {
  const { t } = useTranslation();
  const navigation = useNavigation();
  useAdminNavigation();
  return (
    <>
      <ui-nav-menu>
        <a href="/" rel="home">
          {t('nav.home')}
        </a>
        <a href="/customers">{t('nav.customers')}</a>
        <a href="/campaigns">{t('nav.campaigns')}</a>
        <a href="/results">{t('nav.results')}</a>
        <a href="/loyalty">{t('nav.loyalty')}</a>
        <a href="/settings">{t('nav.settings')}</a>
      </ui-nav-menu>
      <PolarisFrame>
        {navigation.state === 'loading' ? <Loading /> : null}
        <ShopNotices />
        <Outlet />
      </PolarisFrame>
    </>
  );
}

/** App Bridge announces a click in the admin's own navigation with this event. */
function useAdminNavigation() {
  const navigate = useNavigate();
  useEffect(() => {
    const go = (event: Event) => {
      const href = event.target instanceof Element ? event.target.getAttribute('href') : null;
      if (href) navigate(href);
    };
    document.addEventListener('shopify:navigate', go);
    return () => document.removeEventListener('shopify:navigate', go);
  }, [navigate]);
}
