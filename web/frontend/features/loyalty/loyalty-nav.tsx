import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

const PARTS = [
  { name: 'program', to: '/loyalty', end: true },
  { name: 'members', to: '/loyalty/members', end: false },
  { name: 'files', to: '/loyalty/files', end: false },
] as const;

/** The parts of Loyalty; where one is, is marked. */
export function LoyaltyNav() {
  const { t } = useTranslation();
  return (
    <nav className="loyalty-nav" aria-label={t('loyalty.nav.label')}>
      {PARTS.map(({ name, to, end }) => (
        <NavLink key={name} to={to} end={end}>
          {t(`loyalty.nav.${name}`)}
        </NavLink>
      ))}
    </nav>
  );
}
