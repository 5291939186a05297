// The certificate authority: which one certifies, and how far another one has come in its place.
// @ts-check
import { ago, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';

class Authority extends Page {
  static properties = { now: { state: true }, said: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.now = null;
    this.said = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(10000, () => this.refresh());
  }

  async load() {
    this.now = await api.get('/authority');
  }

  /** @param {() => Promise<any>} task @param {string} said */
  async act(task, said) {
    this.said = '';
    await this.attempt(async () => {
      this.now = await task();
      this.said = said;
    });
  }

  /** @param {Event} submit */
  begin(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    if (window.confirm(t('authority.beginSure'))) {
      this.act(() => api.post('/authority', { reason: form.get('reason'), retireAt: until(form) }), t('authority.begun'));
    }
  }

  /** @param {Event} submit */
  plan(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    this.act(() => api.put('/authority', { retireAt: until(form) }), t('authority.planned'));
  }

  /** @param {Event} submit */
  retire(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const behind = this.now.gatewaysBehind + this.now.devicesBehind;
    if (window.confirm(t(behind ? 'authority.retireSureBehind' : 'authority.retireSure', { count: behind }))) {
      this.act(() => api.post('/authority/retirement', { reason: form.get('reason'), leaveBehind: behind > 0 }), t('authority.retired'));
    }
  }

  render() {
    const now = this.now;
    return html`<section class="card stack" aria-labelledby="authority"><h2 id="authority">${t('authority.title')}</h2>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint}</p>` : nothing}
      <p role="status">${this.said}</p>
      ${now ? html`<p class="quiet">${t('authority.what')}</p>${this.one(now.issuing, 'authority.issuing')}
        ${now.changing ? this.changing() : this.steady()}${this.behind()}` : nothing}</section>`;
  }

  /** @param {any} one @param {string} key */
  one(one, key) {
    return html`<div><p><strong>${t(key)}</strong> ${t('authority.ends', { at: moment(one.ends) })}</p><p><code class="wrap small">${one.fingerprint}</code></p></div>`;
  }

  steady() {
    return this.now.given ? html`<p class="notice">${t('authority.given')}</p>`
      : html`<details><summary>${t('authority.begin')}</summary><form class="stack" @submit=${(/** @type {Event} */ e) => this.begin(e)}>
        <p>${t('authority.beginWhat')}</p>
        <label class="field">${t('authority.until')}<input name="until" type="date" min=${day(1)} value=${day(30)} required></label>
        <label class="field">${t('authority.reason')}<input name="reason" maxlength="500" required></label>
        <button class="primary">${t('authority.begin')}</button></form></details>`;
  }

  changing() {
    const now = this.now;
    return html`${repeat(now.old, (/** @type {any} */ one) => one.fingerprint, (/** @type {any} */ one) => this.one(one, 'authority.old'))}
      <p>${t('authority.know', { know: now.gatewaysThatKnow, all: now.gateways })}</p>
      <p>${t('authority.stillOld', { gateways: now.gatewaysBehind, devices: now.devicesBehind })}</p>
      <p class="notice">${t('authority.listeners')} <a href="/trust">${t('trust.title')}</a></p>
      <form class="filters" @submit=${(/** @type {Event} */ e) => this.plan(e)}>
        <label class="field">${t('authority.until')}<input name="until" type="date" min=${day(1)} value=${(now.old[0].retireAt ?? '').slice(0, 10)} required></label><button>${t('authority.plan')}</button></form>
      <form class="filters" @submit=${(/** @type {Event} */ e) => this.retire(e)}>
        <label class="field">${t('authority.reason')}<input name="reason" maxlength="500" required></label><button class="danger">${t('authority.retire')}</button></form>`;
  }

  behind() {
    const { behind, changing } = this.now;
    return behind.length ? html`<details ?open=${!changing}><summary>${t('authority.who')}</summary><p>${t(changing ? 'authority.whoWaits' : 'authority.wayBack')}</p>
      <ul class="commands">${repeat(behind, (/** @type {any} */ one) => `${one.site}/${one.kind}/${one.name}`, (/** @type {any} */ one) => html`<li><p><strong>${one.title}</strong> ${t(`authority.kind.${one.kind}`)} · ${one.site} · ${one.name}</p>
        <p class="quiet small">${t('authority.ends', { at: moment(one.ends) })} ${one.lastHeard ? t('authority.heard', { at: ago(one.lastHeard) }) : nothing}</p></li>`)}</ul></details>` : nothing;
  }
}

/** A day so many from now, as a field of dates has it. @param {number} days */
function day(days) {
  return new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
}

/** @param {FormData} form */
function until(form) {
  return `${form.get('until')}T00:00:00.000Z`;
}

customElements.define('gh-authority', Authority);
