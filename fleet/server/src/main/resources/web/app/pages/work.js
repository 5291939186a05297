// What waits for a technician, in the order in which one walks: each with what keeps it from being done, and where to go.
// @ts-check
import { ago, busy, has, html, locale, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { isOffline } from '../lib/commission.js';
import { Page } from '../lib/page.js';
import { decoder } from '/kit/scan.js';
import { sites, zoneOf } from '../lib/zones.js';
import '../parts/outbox-line.js';

const KINDS = ['FAILED_CHECKS', 'TO_COMMISSION', 'NEEDS_BOX', 'OFFLINE', 'QUARANTINE'];
const TONES = { FAILED_CHECKS: 'bad', OFFLINE: 'bad', TO_COMMISSION: 'warn', QUARANTINE: 'warn', NEEDS_BOX: '' };
const SIGNS = { FAILED_CHECKS: '✗', OFFLINE: '⊘', TO_COMMISSION: '☑', QUARANTINE: '◈', NEEDS_BOX: '□' };
const OFTEN = 20_000;

class Work extends Page {
  static properties = { items: { state: true }, counts: { state: true }, kept: { state: true }, site: { state: true }, kind: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.items = [];
    /** @type {Record<string, number>} */
    this.counts = {};
    this.kept = false;
    const asked = new URLSearchParams(location.search);
    this.site = asked.get('site') ?? '';
    this.kind = asked.get('kind') ?? '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(OFTEN, () => this.refresh());
    // what reads labels is there before the network is not
    decoder().catch(() => {});
  }

  async load() {
    const list = await api.get(`/work${query({ site: this.site })}`);
    this.items = list.items;
    this.counts = list.counts;
    this.kept = Boolean(list.kept);
  }

  /** What is looked at stands in the address. @param {Record<string, string>} wish */
  narrow(wish) {
    Object.assign(this, wish);
    history.replaceState(null, '', `/work${query({ site: this.site, kind: this.kind })}`);
    if ('site' in wish) {
      this.read();
    }
  }

  render() {
    return html`<div class="spread page-head"><h1 tabindex="-1">${t('work.title')}</h1><a class="button primary" href="/c">${t('work.scan')}</a></div>
      ${this.problem ? html`<p class="notice bad" role="alert">${isOffline(this.problem) ? t('outbox.notKept') : /** @type {any} */ (this.problem).message}</p>` : nothing}
      ${this.kept ? html`<p class="notice warn" role="status">${t('work.kept')}</p>` : nothing}
      <gh-outbox></gh-outbox>
      ${this.loading ? busy() : this.content()}`;
  }

  content() {
    const all = sites();
    const shown = this.items.filter((one) => !this.kind || one.kind === this.kind);
    return html`<div class="kinds-row" role="group" aria-label=${t('work.kinds')}>
        ${['', ...KINDS].map((kind) => html`<button class="pill" aria-pressed=${this.kind === kind} @click=${() => this.narrow({ kind })}>${kind ? html`<span aria-hidden="true">${SIGNS[/** @type {keyof SIGNS} */ (kind)]}</span> ${t(`workKind.${kind}`)}` : t('page.all')} <span class="quiet">${kind ? this.counts[kind] ?? 0 : this.items.length}</span></button>`)}</div>
      ${all.length > 1 ? html`<label class="field">${t('claim.site')}<select @change=${(/** @type {any} */ e) => this.narrow({ site: e.target.value })}><option value="">${t('page.all')}</option>${all.map((one) => html`<option value=${one.id} ?selected=${one.id === this.site}>${one.name}</option>`)}</select></label>` : nothing}
      ${shown.length ? this.byPlace(shown) : html`<p class="notice good">${t(this.items.length ? 'work.noneShown' : 'work.none')}</p>`}`;
  }

  /** @param {any[]} items */
  byPlace(items) {
    /** @type {Map<string, any[]>} */
    const places = new Map();
    items.forEach((one) => {
      const where = [one.siteName, one.building, one.floor].filter(Boolean).join(' · ');
      places.set(where, [...(places.get(where) ?? []), one]);
    });
    return [...places].map(([where, ones], at) => html`<section class="stack" aria-labelledby=${`place-${at}`}>
      <h2 id=${`place-${at}`}>${where} <span class="quiet small">${ones.length}</span></h2>
      <ul class="devices">${repeat(ones, (one) => `${one.kind}/${one.site}/${one.device}`, (one) => this.item(one))}</ul></section>`);
  }

  /** @param {any} one */
  item(one) {
    const tone = TONES[/** @type {keyof TONES} */ (one.kind)] ?? '';
    return html`<li><a class="card work ${tone}" href=${one.action}>
      <span class="spread"><span class="who">${one.name}</span><span class="chip ${tone}"><span aria-hidden="true">${SIGNS[/** @type {keyof SIGNS} */ (one.kind)] ?? ''}</span>${t(`workKind.${one.kind}`)}</span></span>
      <span class="quiet small">${[one.door ?? (one.building ? '' : one.place), one.deviceKind ? t(`kind.${one.deviceKind}`) : '', one.gateway, one.swapped ? t('work.swapped') : ''].filter(Boolean).join(' · ')}
        ${one.since ? html` · <time datetime=${one.since} title=${moment(one.since, zoneOf(one.site))}>${ago(one.since)}</time>` : nothing}</span>
      ${one.blocks.map((/** @type {any} */ block) => html`<span>${this.block(block)}</span>`)}</a></li>`;
  }

  /** @param {any} block */
  block(block) {
    const names = (block.checks ?? []).map((/** @type {any} */ check) => (locale() === 'en' ? check.en : check.zh)).join(locale() === 'en' ? ', ' : '、');
    const key = `workBlock.${block.code}`;
    return t(has(key) ? key : 'workBlock.other', { ...block, checks: names, reason: block.reason ?? '', code: has(`reason.${block.code}`) ? t(`reason.${block.code}`) : block.code });
  }
}

customElements.define('gh-work', Work);
