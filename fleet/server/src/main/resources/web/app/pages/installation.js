// How this installation is, by its own word, and the bundle for whoever helps from far away.
// @ts-check
import { busy, html, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import '../parts/authority.js';
import '../parts/diagnosis.js';

class Installation extends Page {
  static properties = { found: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.found = null;
  }

  async load() {
    this.found = await api.get('/installation');
  }

  render() {
    return html`${this.head('installation.title', html`<button @click=${() => this.read()}>${t('installation.again')}</button>`)}
      <p class="quiet">${t('installation.what')}</p>
      ${this.loading || !this.found ? busy() : html`<section class="card stack"><p>${t('installation.version')}: ${this.found.version}</p><gh-checks .checks=${this.found.checks}></gh-checks></section>`}
      <gh-authority></gh-authority>
      <section class="card stack" aria-labelledby="bundle"><h2 id="bundle">${t('installation.bundle')}</h2><p class="quiet">${t('installation.bundleWhat')}</p>
        <p><a href="/api/v1/installation/support-bundle" download="gatehouse-support.zip">${t('installation.bundle')}</a></p></section>`;
  }
}

customElements.define('gh-installation', Installation);
