// "Why is it offline?" of one device, asked when somebody wants to know.
// @ts-check
import { busy, html, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { finding, remedy } from './diagnosis.js';

class WhyOffline extends Page {
  static properties = { path: { attribute: false }, found: { state: true }, asking: { state: true } };

  constructor() {
    super();
    this.path = '';
    /** @type {any} */
    this.found = null;
    this.asking = false;
  }

  async ask() {
    this.asking = true;
    await this.attempt(async () => { this.found = await api.get(`${this.path}/diagnosis`); });
    this.asking = false;
  }

  render() {
    return html`<section class="card stack" aria-labelledby="why"><div class="spread"><h2 id="why">${t('diagnosis.title')}</h2>
      <button ?disabled=${this.asking} @click=${() => this.ask()}>${t('diagnosis.ask')}</button></div>
      ${this.problemLine()}${this.asking ? busy() : this.told()}</section>`;
  }

  told() {
    if (!this.found) {
      return html`<p class="quiet small">${t('diagnosis.what')}</p>`;
    }
    const { reason, checks } = this.found;
    return html`<div role="status" class="notice ${reason ? (reason.verdict === 'BAD' ? 'bad' : 'warn') : 'good'}"><p>${reason ? t('diagnosis.reason', { reason: finding(reason) }) : t('diagnosis.noReason')}</p>
      ${reason && remedy(reason) ? html`<p>${t('diagnosis.todo', { what: remedy(reason) })}</p>` : nothing}</div>
      <gh-checks .checks=${checks}></gh-checks>`;
  }
}

customElements.define('gh-why-offline', WhyOffline);
