// Bringing a site into service, at a glance: how much of it is ready, and what is missing where.
// @ts-check
import { busy, html, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { isOffline, serviceChip } from '../lib/commission.js';
import { Page } from '../lib/page.js';
import '../parts/outbox-line.js';

const SITE = 'gatehouse.commissionSite';
const SERVICES = ['TO_COMMISSION', 'OUT_OF_SERVICE', 'PLANNED', 'IN_SERVICE'];
const KINDS = ['TURNSTILE', 'READER', 'DOOR_SENSOR', 'CHECKPOINT', 'CAMERA', 'FIRE_PANEL'];

class Commission extends Page {
  static properties = { sites: { state: true }, site: { state: true }, ready: { state: true }, positions: { state: true }, service: { state: true }, text: { state: true }, planning: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.sites = [];
    this.site = localStorage.getItem(SITE) ?? '';
    /** @type {any} */
    this.ready = null;
    /** @type {any[]} */
    this.positions = [];
    this.service = '';
    this.text = '';
    this.planning = false;
  }

  async load() {
    this.sites = (await api.get('/sites')).items;
    if (!this.sites.some((one) => one.id === this.site)) {
      this.site = this.sites[0]?.id ?? '';
    }
    if (this.site) {
      const [ready, positions] = await Promise.all([api.get(`/sites/${this.site}/readiness`), api.get(`/positions${query({ site: this.site, limit: 1000 })}`)]);
      this.ready = ready;
      this.positions = positions.items;
    }
  }

  /** @param {string} site */
  async choose(site) {
    this.site = site;
    localStorage.setItem(SITE, site);
    await this.read();
  }

  /** @param {Event} submit */
  async plan(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value));
    const { id, ...said } = data;
    await this.attempt(async () => {
      await api.put(`/sites/${this.site}/positions/${encodeURIComponent(id)}`, said);
      this.planning = false;
      await this.load();
    });
  }

  shown() {
    const text = this.text.trim().toLowerCase();
    return this.positions
      .filter((one) => !this.service || one.service === this.service)
      .filter((one) => !text || [one.id, one.name, one.place, one.box?.serial, one.box?.label].some((part) => part?.toLowerCase().includes(text)))
      .sort((a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service) || (a.place ?? '').localeCompare(b.place ?? '') || a.name.localeCompare(b.name));
  }

  render() {
    return html`<div class="spread page-head"><h1 tabindex="-1">${t('commission.title')}</h1><a class="button" href="/c">${t('nav.claim')}</a></div>
      ${this.problem ? html`<p class="notice bad" role="alert">${isOffline(this.problem) ? t('outbox.notKept') : `${/** @type {any} */ (this.problem).message} ${/** @type {any} */ (this.problem).hint ?? ''}`}</p>` : nothing}
      <gh-outbox></gh-outbox>
      ${this.loading ? busy() : this.content()}`;
  }

  content() {
    return html`<label class="field">${t('claim.site')}<select @change=${(/** @type {any} */ e) => this.choose(e.target.value)}>${this.sites.map((one) => html`<option value=${one.id} ?selected=${one.id === this.site}>${one.name}</option>`)}</select></label>
      ${this.ready ? html`${this.glance()}${this.list()}` : html`<p class="quiet">${t('commission.noSite')}</p>`}`;
  }

  glance() {
    const ready = this.ready;
    return html`<section class="card stack" aria-labelledby="ready"><h2 id="ready">${t('commission.ready', { inService: ready.inService, total: ready.total })}</h2>
      ${this.bar(ready, t('commission.wholeSite'))}
      <ul class="areas">${ready.areas.filter((/** @type {any} */ one) => one.inService < one.total).map((/** @type {any} */ one) => html`<li><span>${[one.building, one.floor].filter(Boolean).join(' · ') || t('commission.noArea')}</span><span class="quiet small">${t('commission.ready', { inService: one.inService, total: one.total })}</span>${this.bar(one, '')}</li>`)}</ul></section>`;
  }

  /** @param {any} counts @param {string} label */
  bar(counts, label) {
    const share = counts.total ? (100 * counts.inService) / counts.total : 0;
    const bad = counts.total ? (100 * counts.outOfService) / counts.total : 0;
    return html`<svg class="readiness" viewBox="0 0 100 6" preserveAspectRatio="none" role=${label ? 'img' : 'presentation'} aria-label=${label || nothing}><rect class="track" width="100" height="6"></rect><rect class="done" width=${share} height="6"></rect><rect class="fault" x=${100 - bad} width=${bad} height="6"></rect></svg>`;
  }

  list() {
    const shown = this.shown();
    return html`<div class="filters">
        <label class="field">${t('commission.service')}<select @change=${(/** @type {any} */ e) => { this.service = e.target.value; }}><option value="">${t('commission.any')}</option>${SERVICES.map((one) => html`<option value=${one}>${t(`service.${one}`)}</option>`)}</select></label>
        <label class="field">${t('commission.search')}<input type="search" @input=${(/** @type {any} */ e) => { this.text = e.target.value; }}></label>
        <button @click=${() => { this.planning = !this.planning; }} aria-expanded=${this.planning}>${t('commission.plan')}</button></div>
      ${this.planning ? this.form() : nothing}
      ${shown.length
        ? html`<ul class="devices">${repeat(shown, (one) => one.id, (one) => html`<li><a class="card position" href=${`/commission/${one.site}/${one.id}`}><span class="who">${one.name}<span class="quiet small">${[one.place, one.box?.serial ?? one.box?.label].filter(Boolean).join(' · ') || one.id}</span></span>${serviceChip(one.service)}<span class="quiet small">${one.service === 'PLANNED' ? t(`kind.${one.kind}`) : t('commission.tally', { passed: one.checks.passed, total: one.checks.total, failed: one.checks.failed })}</span></a></li>`)}</ul>`
        : html`<p class="quiet">${this.positions.length ? t('commission.noneShown') : t('commission.none')}</p>`}`;
  }

  form() {
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.plan(e)}>
      <p class="quiet">${t('commission.planWhat')}</p>
      <label class="field">${t('claim.name')}<input name="name" required maxlength="200" autocomplete="off"></label>
      <label class="field">${t('commission.id')}<input name="id" class="mono" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" autocomplete="off" spellcheck="false"></label>
      <label class="field">${t('strangers.kind')}<select name="kind">${KINDS.map((kind) => html`<option value=${kind}>${t(`kind.${kind}`)}</option>`)}</select></label>
      ${['building', 'floor', 'door'].map((part) => html`<label class="field">${t(`claim.${part}`)}<input name=${part} maxlength="100" autocomplete="off"></label>`)}
      <button class="primary">${t('commission.planNow')}</button></form>`;
  }
}

customElements.define('gh-commission', Commission);
