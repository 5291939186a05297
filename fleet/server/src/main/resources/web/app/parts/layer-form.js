// Settings of a model at a site, or everywhere: looked at before they are set, and taken back afterwards.
// @ts-check
import { GhElement, ago, html, moment, nothing, t } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { said } from '../lib/commission.js';
import { sites } from '../lib/zones.js';

class LayerForm extends GhElement {
  static properties = { who: { attribute: false }, profiles: { state: true }, profile: { state: true }, site: { state: true }, layer: { state: true }, wanted: { state: true }, preview: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.profiles = [];
    this.profile = '';
    this.site = '';
    /** @type {any} */
    this.layer = null;
    /** What the layer would say; nothing until somebody has looked. @type {any} */
    this.wanted = null;
    /** @type {any} */
    this.preview = null;
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.profiles = (await api.get('/device-profiles')).items.filter((/** @type {any} */ one) => one.settings.length);
      this.profile = this.profiles[0]?.key ?? '';
      this.site = this.isAdmin() ? '' : (sites()[0]?.id ?? '');
      await this.choose();
    });
  }

  isAdmin() {
    return may(this.who, ['admin']);
  }

  path() {
    return this.site ? `/sites/${this.site}/settings/${this.profile}` : `/settings/profiles/${this.profile}`;
  }

  /** @param {() => Promise<any>} task */
  async attempt(task) {
    try {
      await task();
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
  }

  async choose() {
    this.wanted = null;
    this.preview = null;
    this.layer = this.profile ? await api.get(this.path()) : null;
  }

  /** Whom it would touch. @param {any} settings */
  async look(settings) {
    await this.attempt(async () => {
      this.preview = await api.post(`${this.path()}/preview`, { settings });
      this.wanted = settings;
    });
  }

  /** @param {SubmitEvent} submit */
  async ask(submit) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const next = { ...this.layer.settings };
    const value = String(data.get('value')).trim();
    if (value) {
      next[String(data.get('name'))] = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value === 'true' ? true : value === 'false' ? false : value;
    } else {
      delete next[String(data.get('name'))];
    }
    await this.look(next);
  }

  async put() {
    await this.attempt(async () => {
      await api.put(this.path(), { settings: this.wanted, version: this.layer.version });
      await this.choose();
    });
  }

  render() {
    const { layer } = this;
    const chosen = this.profiles.find((one) => one.key === this.profile);
    return html`<details class="card fold"><summary><strong>${t('layer.title')}</strong></summary><div class="stack"><p class="quiet small">${t('layer.what')}</p>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      <div class="filters"><label class="field">${t('layer.model')}<select name="profile" @change=${(/** @type {any} */ e) => { this.profile = e.target.value; this.attempt(() => this.choose()); }}>${this.profiles.map((one) => html`<option value=${one.key} ?selected=${one.key === this.profile}>${said(one.name)}</option>`)}</select></label>
        <label class="field">${t('layer.where')}<select name="site" @change=${(/** @type {any} */ e) => { this.site = e.target.value; this.attempt(() => this.choose()); }}>${this.isAdmin() ? html`<option value="" ?selected=${!this.site}>${t('layer.everywhere')}</option>` : nothing}${sites().map((one) => html`<option value=${one.id} ?selected=${one.id === this.site}>${one.name}</option>`)}</select></label></div>
      ${layer && chosen ? this.form(layer, chosen) : nothing}</div></details>`;
  }

  /** @param {any} layer @param {any} profile */
  form(layer, profile) {
    const set = Object.entries(layer.settings);
    return html`<p>${set.length ? set.map(([name, value]) => `${name}: ${value}`).join(', ') : t('layer.nothing')}
        ${layer.changedAt ? html`<span class="quiet small">${layer.changedBy} · <time datetime=${layer.changedAt} title=${moment(layer.changedAt)}>${ago(layer.changedAt)}</time></span>` : nothing}</p>
      <form class="filters" @submit=${(/** @type {SubmitEvent} */ e) => this.ask(e)}>
        <label class="field">${t('twin.setting')}<select name="name" required>${profile.settings.map((/** @type {any} */ one) => html`<option value=${one.key}>${said(one.name)}</option>`)}</select></label>
        <label class="field">${t('layer.value')}<input name="value" maxlength="200"></label>
        <button>${t('rollouts.look')}</button>
        ${layer.before ? html`<button type="button" @click=${() => this.look(layer.before.settings)}>${t('layer.undo')}</button>` : nothing}</form>
      ${this.preview ? this.seen(this.preview) : nothing}`;
  }

  /** Whom it touches and what differs there. @param {any} preview */
  seen(preview) {
    return html`<div class="stack" role="status"><p><strong>${t('layer.touches', { count: preview.devices })}</strong> ${t('layer.differing', { count: preview.differing })}</p>
      ${preview.items.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('rollouts.look')}><table><thead><tr><th scope="col">${t('rollouts.device')}</th><th scope="col">${t('rollouts.differs')}</th></tr></thead>
        <tbody>${preview.items.map((/** @type {any} */ one) => html`<tr><td><a href="/devices/${one.site}/${one.device}">${one.name}</a></td><td>${Object.entries(one.differs).map(([name, both]) => `${name}: ${/** @type {any} */ (both).is ?? '–'} → ${/** @type {any} */ (both).wanted}`).join(', ')}</td></tr>`)}</tbody></table></div>` : nothing}
      <div class="row"><button class="primary" @click=${() => this.put()}>${t('layer.set')}</button><button @click=${() => { this.preview = null; this.wanted = null; }}>${t('layer.leave')}</button></div></div>`;
  }
}

customElements.define('gh-layer-form', LayerForm);
