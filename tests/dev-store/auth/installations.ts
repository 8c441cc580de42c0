import type { TimeSource } from '../controls/clock.ts';
import type { AppManifest } from './app-toml.ts';

/** The app on one shop. `scopes` is the grant that holds now; a frozen shop answers 402. */
export type Installation = {
  shopDomain: string;
  installed: boolean;
  installedAt: number | undefined;
  uninstalledAt: number | undefined;
  scopes: readonly string[];
  grantsAllOrders: boolean;
  frozen: boolean;
};

/** Which shops have the app, with which scopes (Shopify-managed installation: no call to the app, no redirect). */
export class Installations {
  readonly #clock: TimeSource;
  readonly #manifest: () => AppManifest;
  #byShop = new Map<string, Installation>();

  constructor(clock: TimeSource, manifest: () => AppManifest) {
    this.#clock = clock;
    this.#manifest = manifest;
  }

  /** A shop that may install the app. `grantsAllOrders`: Shopify approved `read_all_orders` for it. */
  register(shopDomain: string, options: { grantsAllOrders: boolean }): Installation {
    const installation: Installation = {
      shopDomain,
      installed: false,
      installedAt: undefined,
      uninstalledAt: undefined,
      scopes: [],
      grantsAllOrders: options.grantsAllOrders,
      frozen: false,
    };
    this.#byShop.set(shopDomain, installation);
    return installation;
  }

  of(shopDomain: string): Installation | undefined {
    return this.#byShop.get(shopDomain);
  }

  /** The merchant approves the scopes of the TOML. */
  install(installation: Installation): void {
    installation.installed = true;
    installation.installedAt = this.#clock.now();
    installation.uninstalledAt = undefined;
    installation.scopes = this.approvable(installation);
  }

  uninstall(installation: Installation): void {
    installation.installed = false;
    installation.uninstalledAt = this.#clock.now();
    installation.scopes = [];
  }

  /** Scopes of the TOML the merchant can grant: all, but `read_all_orders` only where Shopify approved it. */
  approvable(installation: Installation): readonly string[] {
    return this.#manifest().scopes.filter(
      (scope) => scope !== 'read_all_orders' || installation.grantsAllOrders,
    );
  }
}
