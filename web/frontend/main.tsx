import { createRoot } from 'react-dom/client';
import '@shopify/polaris/build/esm/styles.css';
import './shared/admin.css';
import { App } from './app.tsx';
import { loadLanguage } from './shared/language.ts';
import { viewerLocale } from './shared/locale.ts';

const locale = viewerLocale(location.search, globalThis.shopify?.config.locale);
document.documentElement.lang = locale.language;
const language = await loadLanguage(locale.language);

const root = document.getElementById('app');
if (root) createRoot(root).render(<App locale={locale} language={language} />);
