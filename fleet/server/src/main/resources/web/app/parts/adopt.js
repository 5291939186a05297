// Taking a gateway in by its label: what it is called, then the token with which it enrols.
// @ts-check
import { GhElement, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { sites } from '../lib/zones.js';

class Adopt extends GhElement {
  static properties = { label: { attribute: false }, done: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.label = null;
    /** @type {any} */
    this.done = null;
    /** @type {any} */
    this.problem = null;
  }

  /** @param {Event} submit */
  async adopt(submit) {
    submit.preventDefault();
    const { name, gateway } = fields(submit);
    try {
      this.done = await api.post(`/gateway-labels/${this.label.code}/adoption`, { name, ...(gateway ? { gateway } : {}) });
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
  }

  render() {
    const { label } = this;
    const head = html`<p><strong>${t('kind.GATEWAY')}</strong> <span class="mono">${label.shown}</span> · ${sites().find((one) => one.id === label.site)?.name ?? label.site}</p>`;
    if (this.done) {
      return html`<section class="card stack">${head}<p class="notice good" role="status">${t('adopt.done')}</p>
        <p>${t('adopt.token', { until: moment(this.done.expires) })}</p><pre class="mono token" tabindex="0">${this.done.token}</pre>
        <p class="quiet small">${t('adopt.how')}</p>
        <pre class="mono" tabindex="0">id: ${this.done.gateway}${'\n'}fleet:${'\n'}  claim: "${this.done.token}"${'\n'}  http: "${location.origin}"</pre>
        <div class="row"><button type="button" @click=${() => navigator.clipboard?.writeText(this.done.token)}>${t('claim.copy')}</button></div>
        <p><a href="/gateways">${t('nav.gateways')}</a></p></section>`;
    }
    if (label.state === 'CLAIMED') {
      return html`<section class="card stack">${head}<p class="notice warn">${t('claim.taken', { who: label.claimedBy, at: moment(label.claimedAt) })}</p>
        <p><a class="button" href="/gateways">${t('adopt.toGateway', { gateway: label.gateway })}</a></p></section>`;
    }
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.adopt(e)}>${head}
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint}</p>` : nothing}
      <p>${t('adopt.what')}</p>
      <label class="field">${t('claim.name')}<input name="name" required maxlength="200" autocomplete="off"></label>
      ${label.gateway ? html`<p>${t('adopt.meantFor', { gateway: label.gateway })}</p>` : html`<label class="field">${t('adopt.id')}<input name="gateway" class="mono" maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" autocomplete="off" spellcheck="false" placeholder=${`gateway-${label.code.toLowerCase()}`}></label>`}
      <button class="primary big">${t('adopt.adopt')}</button></form>`;
  }
}

customElements.define('gh-adopt', Adopt);
