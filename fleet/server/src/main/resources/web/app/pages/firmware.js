// Firmware: what there is, who signed it, which gateways have it; and the makers that sign for their own products.
// @ts-check
import { ago, amount, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { Page } from '../lib/page.js';

/** As base64, without a call stack for each byte. @param {File} file */
async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

class Firmware extends Page {
  static properties = { who: { attribute: false }, items: { state: true }, makers: { state: true }, places: { state: true }, form: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.items = [];
    /** @type {any[]} */
    this.makers = [];
    /** Where an artifact is, by its digest, for those that somebody looks at. @type {Record<string, any[]>} */
    this.places = {};
    this.form = '';
  }

  async load() {
    const [artifacts, makers] = await Promise.all([api.get('/artifacts'), api.get('/makers')]);
    this.items = artifacts.items;
    this.makers = makers.items;
  }

  get admin() {
    return may(this.who, ['admin']);
  }

  /** @param {any} one @param {boolean} open */
  async look(one, open) {
    if (open) {
      await this.attempt(async () => {
        this.places = { ...this.places, [one.sha256]: (await api.get(`/artifacts/${one.sha256}/gateways`)).items };
      });
    }
  }

  /** @param {SubmitEvent} submit */
  async bring(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const said = fields(/** @type {any} */ (submit));
    const file = /** @type {any} */ (form.elements.namedItem('file')).files[0];
    const manifest = /** @type {any} */ (form.elements.namedItem('manifest')).files[0];
    await this.attempt(async () => {
      await api.post('/artifacts', {
        product: said.product, version: said.version, ...(said.minimum ? { minimumVersion: said.minimum } : {}),
        content: await base64(file), ...(manifest ? { manifest: await base64(manifest) } : {}),
      });
      this.form = '';
      await this.load();
    });
  }

  /** @param {SubmitEvent} submit */
  async register(submit) {
    submit.preventDefault();
    const said = fields(/** @type {any} */ (submit));
    await this.attempt(async () => {
      const products = String(said.products).split(/[,，\s]+/).filter(Boolean);
      await api.put(`/makers/${encodeURIComponent(String(said.id))}`, { name: said.name, products, publicKey: said.key });
      this.form = '';
      await this.load();
    });
  }

  /** @param {any} maker */
  async withdraw(maker) {
    await this.attempt(async () => {
      await api.remove(`/makers/${maker.id}`);
      await this.load();
    });
  }

  render() {
    const ask = this.admin ? html`<button class="primary" aria-expanded=${this.form === 'bring'} @click=${() => { this.form = this.form === 'bring' ? '' : 'bring'; }}>${t('firmware.bring')}</button>` : nothing;
    return html`<p><a href="/rollouts">← ${t('nav.rollouts')}</a></p>${this.head('nav.firmware', ask)}
      <p class="quiet">${t('firmware.what')}</p>
      ${this.form === 'bring' ? this.bringForm() : nothing}
      ${this.loading ? busy() : this.items.length ? html`<ul class="backlog">${repeat(this.items, (one) => one.sha256, (one) => this.card(one))}</ul>` : html`<p class="notice">${t('firmware.none')}</p>`}
      ${this.loading ? nothing : this.makersPart()}`;
  }

  bringForm() {
    return html`<form class="card stack" @submit=${(/** @type {SubmitEvent} */ e) => this.bring(e)}><h2>${t('firmware.bring')}</h2>
      <div class="filters">
        <label class="field">${t('firmware.file')}<input name="file" type="file" required></label>
        <label class="field">${t('firmware.product')}<input name="product" required maxlength="63"></label>
        <label class="field">${t('firmware.version')}<input name="version" required maxlength="60" placeholder="2.5.0"></label>
        <label class="field">${t('firmware.minimum')}<input name="minimum" maxlength="60"></label>
        <label class="field">${t('firmware.manifest')}<input name="manifest" type="file"></label>
      </div>
      <div class="row"><button class="primary">${t('firmware.send')}</button></div></form>`;
  }

  /** @param {any} one */
  card(one) {
    const who = one.maker ? t('firmware.byMaker', { who: one.maker }) : t('firmware.byFleet');
    return html`<li class="card stack" aria-labelledby="fw-${one.sha256}"><div class="spread"><h2 id="fw-${one.sha256}">${one.product} ${one.version}</h2><span class="chip ${one.withdrawn ? 'bad' : ''}">${who}${one.withdrawn ? ` · ${t('makers.withdrawn')}` : ''}</span></div>
      <p class="quiet small">${t('firmware.bytes', { count: one.bytes })} · ${one.madeBy} · <time datetime=${one.madeAt} title=${moment(one.madeAt)}>${ago(one.madeAt)}</time></p>
      <p class="small"><code class="wrap">${one.sha256}</code></p>
      <details @toggle=${(/** @type {any} */ e) => this.look(one, e.target.open)}><summary>${t('firmware.where')} (${amount(one.gateways)})</summary>${this.where(one)}</details></li>`;
  }

  /** @param {any} one */
  where(one) {
    const places = this.places[one.sha256];
    if (!places) {
      return busy();
    }
    return places.length ? html`<ul class="commands">${places.map((place) => html`<li><a href="/gateways">${place.name}</a> · ${place.site} · ${place.whole ? t('firmware.whole') : t('firmware.partly', { share: Math.floor((100 * place.bytes) / one.bytes) })}
        ${place.bytes > one.bytes ? html` <span class="chip warn">${t('firmware.twice')}</span>` : nothing} <time class="quiet small" datetime=${place.lastAt} title=${moment(place.lastAt)}>${ago(place.lastAt)}</time></li>`)}</ul>` : html`<p class="quiet">${t('firmware.nowhere')}</p>`;
  }

  makersPart() {
    return html`<section class="stack" aria-labelledby="makers"><div class="spread"><h2 id="makers">${t('makers.title')}</h2>
        ${this.admin ? html`<button aria-expanded=${this.form === 'maker'} @click=${() => { this.form = this.form === 'maker' ? '' : 'maker'; }}>${t('makers.add')}</button>` : nothing}</div>
      <p class="quiet">${t('makers.what')}</p>
      ${this.form === 'maker' ? this.makerForm() : nothing}
      ${this.makers.length ? html`<ul class="backlog">${repeat(this.makers, (one) => one.id, (one) => this.maker(one))}</ul>` : html`<p class="notice">${t('makers.none')}</p>`}</section>`;
  }

  makerForm() {
    return html`<form class="card stack" @submit=${(/** @type {SubmitEvent} */ e) => this.register(e)}>
      <div class="filters">
        <label class="field">${t('makers.id')}<input name="id" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*"></label>
        <label class="field">${t('makers.name')}<input name="name" required maxlength="200"></label>
        <label class="field">${t('makers.products')}<input name="products" required></label>
      </div>
      <label class="field">${t('makers.key')}<textarea name="key" required rows="4" maxlength="1000" spellcheck="false"></textarea></label>
      <div class="row"><button class="primary">${t('makers.keep')}</button></div></form>`;
  }

  /** @param {any} one */
  maker(one) {
    return html`<li class="card stack" aria-labelledby="mk-${one.id}"><div class="spread"><h3 id="mk-${one.id}">${one.name}</h3>${one.withdrawnAt ? html`<span class="chip bad">${t('makers.withdrawn')}</span>` : nothing}</div>
      <p class="small">${one.id} · ${one.products.join(', ')}</p>
      <p class="quiet small">${t('makers.print')} <code class="wrap">${one.fingerprint}</code> · ${one.madeBy} · <time datetime=${one.madeAt} title=${moment(one.madeAt)}>${ago(one.madeAt)}</time></p>
      ${this.admin && !one.withdrawnAt ? html`<details class="calm"><summary>${t('makers.withdraw')}</summary><p>${t('makers.withdrawWhat')}</p><button class="danger" @click=${() => this.withdraw(one)}>${t('makers.withdraw')}</button></details>` : nothing}</li>`;
  }
}

customElements.define('gh-firmware', Firmware);
