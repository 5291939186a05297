// The gateways: whether they are there, what they decide with, what they still hold.
// @ts-check
import { ago, amount, busy, clockWords, html, locale, moment, nothing, size, span, storageRows, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import { presenceChip, presenceReason } from '../lib/says.js';
import '../parts/asked.js';
import '../parts/telemetry-store.js';

class Gateways extends Page {
  static properties = { who: { attribute: false }, gateways: { state: true }, evidence: { state: true }, plotted: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.gateways = [];
    /** @type {Map<string, any>} */
    this.evidence = new Map();
    /** Gateways whose plots were opened. @type {string[]} */
    this.plotted = [];
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('gateways', ({ items }) => this.changed(items));
    this.every(5000, () => this.requestUpdate());
    this.every(20000, () => this.read());
  }

  async load() {
    const [gateways, evidence] = await Promise.all([api.get(`/gateways${query({ ...this.filter, zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}`), api.get('/audit/state')]);
    // the newest log comes first; an older one counts when something is wrong with it
    const logs = evidence.items.filter((/** @type {any} */ log) => log.chained).reverse().sort((a, b) => Number('mismatch' in a) - Number('mismatch' in b));
    this.evidence = new Map(logs.map((/** @type {any} */ log) => [log.gateway, log]));
    this.gateways = gateways.items;
  }

  /** @param {any[]} items */
  changed(items) {
    const news = new Map(items.map((item) => [item.id, item]));
    this.gateways = this.gateways.map((one) => news.get(one.id) ?? one).filter((one) => !one.gone);
  }

  render() {
    const file = (/** @type {string} */ format) => `/api/v1/exports/gateways${query({ ...this.filter, format, lang: locale() })}`;
    return html`${this.head('nav.gateways', html`<div class="row"><a class="button" href=${file('csv')} download="gateways.csv">${t('page.csv')}</a><a class="button" href=${file('ndjson')} download="gateways.ndjson">${t('page.ndjson')}</a></div>`)}
      <gh-asked list="gateways" .value=${this.filter.q ?? ''} @asked=${(/** @type {any} */ e) => this.show(e.detail)}></gh-asked>
      ${this.loading ? busy() : this.gateways.length ? html`<div class="columns">${this.gateways.map((one) => this.card(one))}</div>` : html`<p class="notice">${t(this.filter.q ? 'gateways.noneAsked' : 'gateways.none')}</p>`}
      <gh-telemetry-store></gh-telemetry-store>`;
  }

  /** @param {string} question */
  show(question) {
    this.filter = question ? { q: question } : {};
    history.replaceState(null, '', `/gateways${query(this.filter)}`);
    this.read();
  }

  /** How far the evidence is proven, or what is wrong with it. @param {any} log */
  proof(log) {
    if (!log) {
      return '';
    }
    if (log.mismatch) {
      return html`<span class="chip bad">${t('gateways.evidence.wrong', { seq: String(log.mismatch.seq), fault: t(`fault.${log.mismatch.fault}`) })}</span>`;
    }
    const verified = log.verifiedUpTo ? t('gateways.evidence.verified', { seq: String(log.verifiedUpTo), when: ago(log.signedAt) }) : t('gateways.evidence.waiting');
    return html`<a href="/evidence">${verified}</a> ${log.unaccepted ? html`<span class="chip warn">${t('gateways.evidence.key')}</span>` : nothing}`;
  }

  /** @param {any} one */
  async print(one) {
    await this.attempt(async () => {
      const { code } = await api.post(`/gateways/${one.id}/label`, undefined);
      await api.file('/labels/sheet', { codes: [code], stock: 'ROLL_60X40', address: location.origin }, `${one.id}.pdf`);
    });
  }

  /** @param {any} one */
  card(one) {
    const behind = one.siteBookWanted && one.siteBookVersion !== one.siteBookWanted;
    const backlog = Object.entries(one.backlog ?? {}).map(([lane, count]) => `${t(`lane.${lane}`)} ${count}`).join(' · ');
    /** @type {Array<[string, any]>} */
    const facts = [
      ['device.why', presenceReason(one)],
      ['device.lastHeard', one.lastHeard ? html`<time datetime=${one.lastHeard} title=${moment(one.lastHeard, zoneOf(one.site))}>${ago(one.lastHeard)}</time>` : ''],
      ['gateways.book', this.book(one, behind)],
      ['gateways.revocations', one.revocationsOpen ? html`<span class="chip bad">${t('gateways.revocations.open', { count: one.revocationsOpen, when: ago(one.revocationsOpenSince) })}</span>` : ''],
      ['gateways.backlog', backlog ? html`<a href="/backlog">${backlog}</a>` : ''],
      ['gateways.evidence', this.proof(this.evidence.get(one.id))],
      ['gateways.clock', one.clock ? clockWords({ quality: one.clock, since: one.clockSince, offsetMillis: one.clockOffsetMillis, jumpMillis: one.clockJumpMillis }, zoneOf(one.site)) : ''],
      ['storage.title', this.storageState(one)],
      ['gateways.software', one.software],
      ['gateways.uptime', one.measures?.uptime_seconds === undefined ? '' : span(one.measures.uptime_seconds)],
      ['gateways.connected', one.measures?.uptime_seconds === undefined ? '' : this.connected(one.measures)],
      ['gateways.decisions', one.measures?.uptime_seconds ? this.decisions(one.measures) : ''],
      ['gateways.lastSync', one.lastSync ? html`<time datetime=${one.lastSync} title=${moment(one.lastSync, zoneOf(one.site))}>${ago(one.lastSync)}</time>` : ''],
      ['gateways.addresses', Object.entries(one.addresses ?? {}).map(([name, url]) => html`<div class="mono">${name} ${name === 'web' ? html`<a href=${url} rel="noreferrer">${url}</a>` : url}</div>`)],
    ];
    return html`<section class="card stack" aria-labelledby="gw-${one.id}">
      <div class="spread"><div><h2 id="gw-${one.id}">${one.name}</h2><p class="quiet small">${one.site} · ${one.id}</p></div>${presenceChip(one)}</div>
      <dl class="facts">${facts.filter(([, value]) => value && (!Array.isArray(value) || value.length)).map(([key, value]) => html`<dt>${t(key)}</dt><dd>${value}</dd>`)}</dl>
      ${one.storage ? storageRows(one.storage) : nothing}
      ${may(this.who, ['admin']) ? html`<div class="row"><button @click=${() => this.print(one)}>${t('gateways.label')}</button></div>` : nothing}
      <details @toggle=${(/** @type {any} */ e) => e.target.open && this.showPlots(one.id)}><summary>${t('gateways.measures')}</summary>
        ${this.plotted.includes(one.id) ? html`<gh-plots .path=${`/gateways/${one.id}`} .zone=${zoneOf(one.site)}></gh-plots>` : nothing}</details></section>`;
  }

  /** Devices by what they are connected. @param {any} measures */
  connected(measures) {
    const links = Object.entries(measures).filter(([name, count]) => name.startsWith('links_') && count > 0);
    return links.length ? links.map(([name, count]) => `${amount(count)} ${name.slice(6).toUpperCase()}`).join(' · ') : amount(0);
  }

  /** Since its start, and how many an hour that is. @param {any} measures */
  decisions(measures) {
    const all = Object.entries(measures).filter(([name]) => name.startsWith('decisions_')).reduce((sum, [, count]) => sum + Number(count), 0);
    return t('gateways.decisions.count', { count: all, rate: amount(Math.round(all * 3600 / Math.max(1, measures.uptime_seconds))) });
  }

  /** @param {string} gateway */
  async showPlots(gateway) {
    await import('../parts/plots.js');
    this.plotted = [...this.plotted, gateway];
  }

  /** In force, on its way, on trial, refused. @param {any} one @param {boolean} behind */
  book(one, behind) {
    const onTrial = one.siteBookConfirmed !== undefined && one.siteBookVersion > one.siteBookConfirmed;
    const refused = one.siteBookRefused;
    return html`${one.siteBookVersion ?? '–'} ${behind ? html`<span class="chip warn">${t('gateways.behind', { wanted: one.siteBookWanted })}</span>` : nothing}
      ${onTrial ? html`<span class="chip warn">${t('gateways.book.trial', { confirmed: one.siteBookConfirmed })}</span>` : nothing}
      ${refused ? html`<div class="small"><span class="chip bad">${t('gateways.book.refused', { version: refused.version })}</span> ${refused.reason}</div>` : nothing}`;
  }

  /** @param {any} one */
  storageState(one) {
    if (!one.storage) {
      return one.lastHeard ? html`${size(one.journalBytes ?? 0)} <span class="quiet small">${t('storage.notTold')}</span>` : '';
    }
    const { failed, failedSince } = one.storage;
    return failed
      ? html`<span class="chip bad"><span aria-hidden="true">■</span>${t('storage.failed')}</span> <time class="quiet small" datetime=${failedSince} title=${moment(failedSince, zoneOf(one.site))}>${ago(failedSince)}</time>`
      : html`<span class="chip good"><span aria-hidden="true">✓</span>${t('storage.well')}</span>`;
  }
}

customElements.define('gh-gateways', Gateways);
