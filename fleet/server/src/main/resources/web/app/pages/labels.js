// Labels that are still free: made in the office, printed as PDF, put on boxes.
// @ts-check
import { ago, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { siteAsked, siteMeant } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { sites } from '../lib/zones.js';
import '../parts/label-tag.js';

export const DEVICE_KINDS = ['TURNSTILE', 'READER', 'DOOR_SENSOR', 'CHECKPOINT', 'CAMERA', 'FIRE_PANEL'];
const STOCKS = ['A4_70X37', 'A4_63X38', 'A4_38X21', 'ROLL_40X30', 'ROLL_50X30', 'ROLL_60X40', 'ROLL_100X50'];
const MOST_COUNT = 1000;

class Labels extends Page {
  static properties = { who: { attribute: false }, items: { state: true }, chosen: { state: true }, working: { state: true }, kind: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.items = [];
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.working = false;
    this.kind = DEVICE_KINDS[0];
    this.site = new URLSearchParams(location.search).get('site') ?? '';
  }

  async load() {
    const [devices, gateways] = await Promise.all([api.get(`/labels${query({ site: this.site })}`), api.get(`/gateway-labels${query({ site: this.site })}`)]);
    this.items = [...gateways.items, ...devices.items];
    this.chosen = new Set();
  }

  /** @param {Event} submit */
  async make(submit) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const site = String(data.get('site') ?? '');
    const [kind, count] = [data.get('kind'), Number(data.get('count'))];
    await this.attempt(async () => {
      // a gateway's label is the leave to adopt one, so it is for one site
      await (kind === 'GATEWAY' ? api.post('/gateway-labels', { count, site }) : api.post('/labels', { kind, count, ...(site ? { site } : {}) }));
      await this.load();
    });
  }

  /** @param {Event} submit */
  async print(submit) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const codes = this.items.map((one) => one.code).filter((code) => this.chosen.size === 0 || this.chosen.has(code));
    this.working = true;
    await this.attempt(() => api.file('/labels/sheet', { codes, stock: data.get('stock'), skip: Number(data.get('skip')), address: location.origin }, 'labels.pdf'));
    this.working = false;
  }

  /** @param {string} code */
  choose(code) {
    this.chosen = new Set([...this.chosen].filter((one) => one !== code).concat(this.chosen.has(code) ? [] : [code]));
  }

  /** @param {string} site */
  narrow(site) {
    this.site = site;
    history.replaceState(null, '', `/labels${query({ site })}`);
    this.read();
  }

  render() {
    return html`${this.head('labels.title', html`<a href="/labels/import">${t('labels.import')}</a>`)}
      <p class="quiet">${t('labels.what')}</p>
      <div class="columns">
        <form class="card stack" aria-labelledby="make" @submit=${(/** @type {Event} */ e) => this.make(e)}><h2 id="make">${t('labels.make')}</h2>
          <label class="field">${t('labels.kind')}<select name="kind" @change=${(/** @type {any} */ e) => { this.kind = e.target.value; }}>${this.kinds().map((kind) => html`<option value=${kind}>${t(`kind.${kind}`)}</option>`)}</select></label>
          <label class="field">${t('labels.count')}<input name="count" type="number" min="1" max=${MOST_COUNT} value="24" required></label>
          ${this.kind === 'GATEWAY' ? siteAsked(siteMeant(this.site)) : this.siteField('labels.site')}
          <button>${t('labels.make')}</button></form>
        <form class="card stack" aria-labelledby="print" @submit=${(/** @type {Event} */ e) => this.print(e)}><h2 id="print">${t('labels.print')}</h2>
          <p class="quiet small" role="status">${this.chosen.size ? t('labels.chosen', { count: this.chosen.size }) : t('labels.printAll')}</p>
          <label class="field">${t('labels.stock')}<select name="stock">${STOCKS.map((one) => html`<option value=${one}>${t(`labelStock.${one}`)}</option>`)}</select></label>
          <label class="field">${t('labels.skip')}<input name="skip" type="number" min="0" max="64" value="0"></label>
          <button class="primary" ?disabled=${this.working || !this.items.length}>${t('labels.print')}</button></form>
      </div>
      ${this.tag()}
      <section class="stack" aria-labelledby="free"><h2 id="free">${t('labels.free')}</h2>
        <div class="filters"><label class="field">${t('labels.only')}<select @change=${(/** @type {any} */ e) => this.narrow(e.target.value)}><option value="">${t('page.all')}</option>${sites().map((one) => html`<option value=${one.id} ?selected=${one.id === this.site}>${one.name}</option>`)}</select></label></div>
        ${this.loading ? busy() : this.list()}</section>`;
  }

  kinds() {
    return may(this.who, ['admin']) ? [...DEVICE_KINDS, 'GATEWAY'] : DEVICE_KINDS;
  }

  /** One label by itself may become an NFC tag. */
  tag() {
    return this.chosen.size === 1 ? html`<section class="card stack" aria-labelledby="tag"><h2 id="tag">${t('tag.title')}</h2><gh-label-tag .code=${[...this.chosen][0]}></gh-label-tag></section>` : nothing;
  }

  /** @param {string} words */
  siteField(words) {
    return html`<label class="field">${t(words)}<select name="site"><option value="">${t('labels.anySite')}</option>${sites().map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>`;
  }

  list() {
    if (!this.items.length) {
      return html`<p class="notice">${t('labels.none')}</p>`;
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="free"><table>
      <thead><tr><th scope="col">${t('labels.code')}</th><th scope="col">${t('labels.kind')}</th><th scope="col">${t('labels.serial')}</th><th scope="col">${t('labels.meantFor')}</th><th scope="col">${t('labels.site')}</th><th scope="col">${t('labels.made')}</th></tr></thead>
      <tbody>${this.items.map((one) => html`<tr>
        <td><label class="check"><input type="checkbox" .checked=${this.chosen.has(one.code)} @change=${() => this.choose(one.code)}> <a class="mono" href=${one.path}>${one.shown}</a></label></td>
        <td>${t(`kind.${one.kind}`)}</td><td>${one.serial ?? nothing}</td><td>${one.name ?? one.device ?? one.gateway ?? nothing}</td><td>${one.site ?? t('labels.anySite')}</td>
        <td>${one.made ? html`<time datetime=${one.made} title=${moment(one.made)}>${ago(one.made)}</time>` : nothing}</td></tr>`)}</tbody></table></div>`;
  }
}

customElements.define('gh-labels', Labels);
