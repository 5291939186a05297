// One's own passkeys: add one, name it, take it away.
// @ts-check
import { GhElement, ago, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { deviceSaid, make, passkeysHere } from '../lib/passkey.js';

class Passkeys extends GhElement {
  static properties = { items: { state: true }, origin: { state: true }, named: { state: true }, problem: { state: true }, said: { state: true }, working: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.items = [];
    this.origin = '';
    /** The one whose name is being changed. */
    this.named = '';
    this.problem = '';
    this.said = '';
    this.working = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => { this.origin = (await api.get('/session/ways')).passkeys.origin; });
  }

  /** @param {() => Promise<any>} act @param {string} [said] */
  async attempt(act, said = '') {
    this.problem = '';
    this.said = '';
    this.working = true;
    try {
      await act();
      this.items = (await api.get('/session/passkeys')).items;
      this.said = said;
      return true;
    } catch (/** @type {any} */ refused) {
      const key = deviceSaid(refused);
      this.problem = key ? t(key) : `${refused.message} ${refused.hint ?? ''}`;
      return false;
    } finally {
      this.working = false;
    }
  }

  /** @param {Event} submit */
  async add(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    const added = await this.attempt(async () => {
      const made = await make(await api.post('/session/passkeys/challenge', { password: data.get('password') }));
      await api.post('/session/passkeys', { name: data.get('name'), ...made });
    }, t('passkeys.added'));
    if (added) {
      form.reset();
    }
  }

  /** @param {Event} submit @param {string} id */
  async rename(submit, id) {
    submit.preventDefault();
    const name = new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('name');
    if (await this.attempt(() => api.put(`/session/passkeys/${id}`, { name }))) {
      this.named = '';
    }
  }

  render() {
    return html`<section class="card stack" aria-labelledby="passkeys"><h2 id="passkeys">${t('passkeys.title')}</h2>
      <p class="quiet">${t('passkeys.what')}</p>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem}</p>` : nothing}
      ${this.said ? html`<p class="notice good" role="status">${this.said}</p>` : nothing}
      ${this.items.length ? html`<ul class="commands">${this.items.map((one) => this.row(one))}</ul>` : nothing}
      ${this.origin === '' ? nothing : passkeysHere(this.origin) ? html`<form class="filters" @submit=${(/** @type {Event} */ e) => this.add(e)}>
        <label class="field">${t('passkeys.name')}<input name="name" required maxlength="100" autocomplete="off"></label>
        <label class="field">${t('session.password')}<input name="password" type="password" autocomplete="current-password" required></label>
        <button ?disabled=${this.working}>${t('passkeys.add')}</button></form>`
    : html`<p class="quiet small">${t('passkeys.elsewhere', { origin: this.origin })}</p>`}</section>`;
  }

  /** @param {any} one */
  row(one) {
    if (this.named === one.id) {
      return html`<li><form class="filters" @submit=${(/** @type {Event} */ e) => this.rename(e, one.id)}>
        <label class="field">${t('passkeys.name')}<input name="name" required maxlength="100" .value=${one.name}></label><button class="primary">${t('passkeys.keep')}</button>
        <button type="button" @click=${() => { this.named = ''; }}>${t('passkeys.leave')}</button></form></li>`;
    }
    return html`<li class="spread"><span><strong>${one.name}</strong> ${one.synced ? html`<span class="chip">${t('passkeys.synced')}</span>` : nothing}<br>
      <span class="quiet small">${t('passkeys.since', { at: moment(one.createdAt) })} · ${one.usedAt ? t('passkeys.used', { ago: ago(one.usedAt), from: one.usedFrom }) : t('passkeys.unused')}</span></span>
      <span class="row"><button aria-label=${t('passkeys.renameNamed', { name: one.name })} @click=${() => { this.named = one.id; }}>${t('passkeys.rename')}</button>
      <button class="danger" aria-label=${t('passkeys.removeNamed', { name: one.name })} @click=${() => this.attempt(() => api.remove(`/session/passkeys/${one.id}`), t('passkeys.removed'))}>${t('passkeys.remove')}</button></span></li>`;
  }
}

customElements.define('gh-passkeys', Passkeys);
