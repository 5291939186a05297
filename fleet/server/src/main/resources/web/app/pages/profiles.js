// Device profiles: what each model is, measures, can be told and how it is checked; an admin brings another one as a file.
// @ts-check
import { busy, html, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { said } from '../lib/commission.js';
import { Page } from '../lib/page.js';

class ProfilesPage extends Page {
  static properties = { who: { attribute: false }, profiles: { state: true }, refused: { state: true }, yaml: { state: true }, taken: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {any[]} */
    this.profiles = [];
    /** @type {any[]} */
    this.refused = [];
    this.yaml = '';
    this.taken = '';
  }

  async load() {
    const answer = await api.get('/device-profiles');
    this.profiles = answer.items;
    this.refused = answer.refused;
  }

  /** @param {Event} submit */
  async bring(submit) {
    submit.preventDefault();
    const key = /^key:\s*["']?([a-z][a-z0-9-]*)/m.exec(this.yaml)?.[1] ?? 'unnamed';
    await this.attempt(async () => {
      await api.put(`/device-profiles/${key}`, { yaml: this.yaml });
      this.taken = key;
      await this.load();
    });
  }

  /** @param {any} profile */
  async takeAway(profile) {
    await this.attempt(async () => {
      await api.remove(`/device-profiles/${profile.key}`);
      await this.load();
    });
  }

  /** To begin one's own with. @param {any} profile */
  async copy(profile) {
    await this.attempt(async () => {
      this.yaml = (await api.get(`/device-profiles/${profile.key}`)).yaml ?? '';
    });
  }

  isAdmin() {
    return Boolean(this.who?.roles?.some((/** @type {any} */ one) => one.role === 'admin'));
  }

  render() {
    return html`${this.head('profiles.title')}<p class="quiet">${t('profiles.what')}</p>
      ${this.refused.map((one) => html`<div class="notice bad"><strong class="mono">${one.file}</strong> ${t('profiles.refused')}<ul class="findings">${one.faults.map((/** @type {string} */ fault) => html`<li>${fault}</li>`)}</ul></div>`)}
      ${this.loading ? busy() : html`<ul class="commands">${this.profiles.map((one) => this.one(one))}</ul>`}
      ${this.isAdmin() ? this.form() : nothing}`;
  }

  /** @param {any} one */
  one(one) {
    return html`<li class="card"><details class="fold"><summary><strong>${said(one.name)}</strong> <span class="mono small">${one.key}</span> <span class="chip">${t(`profiles.source.${one.source}`)}</span></summary><div class="stack">
      <dl class="facts"><dt>${t('strangers.kind')}</dt><dd>${t(`kind.${one.kind}`)}</dd>
        <dt>${t('profiles.power')}</dt><dd>${t(`profiles.power.${one.power.source}`)} · ${t('profiles.heartbeat', { seconds: one.power.heartbeatSeconds })}</dd>
        <dt>${t('profiles.metrics')}</dt><dd>${one.metrics.map((/** @type {any} */ m) => `${said(m.name)}${m.unit ? ` (${m.unit})` : ''}`).join(' · ') || '–'}</dd>
        <dt>${t('profiles.commands')}</dt><dd>${one.commands.map((/** @type {any} */ c) => said(c.name)).join(' · ') || '–'}</dd>
        <dt>${t('profiles.settings')}</dt><dd>${one.settings.map((/** @type {any} */ s) => said(s.name)).join(' · ') || '–'}</dd>
        <dt>${t('profiles.checks')}</dt><dd>${one.checks.map((/** @type {any} */ c) => `${said(c.name)}${c.mandatory ? ' *' : ''}`).join(' · ') || '–'}</dd></dl>
      ${this.isAdmin() ? html`<p class="row"><button @click=${() => this.copy(one)}>${t('profiles.copy')}</button>${one.source === 'BROUGHT' ? html`<button class="danger" @click=${() => this.takeAway(one)}>${t('profiles.takeAway')}</button>` : nothing}</p>` : nothing}</div></details></li>`;
  }

  form() {
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.bring(e)}><h2>${t('profiles.bring')}</h2>
      ${this.taken ? html`<p class="notice good" role="status">${t('profiles.taken', { key: this.taken })}</p>` : nothing}
      <label class="field">${t('profiles.file')}<input type="file" accept=".yaml,.yml" @change=${async (/** @type {any} */ e) => { this.yaml = (await e.target.files[0]?.text()) ?? this.yaml; }}></label>
      <label class="field">${t('profiles.text')}<textarea class="mono" rows="14" required spellcheck="false" .value=${this.yaml} @input=${(/** @type {any} */ e) => { this.yaml = e.target.value; }}></textarea></label>
      <button class="primary">${t('profiles.take')}</button></form>`;
  }
}

customElements.define('gh-profiles', ProfilesPage);
