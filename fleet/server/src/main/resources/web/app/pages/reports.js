// Who was where, and cards that should not be about. The filter is in the address; the sheet has the same lines.
// @ts-check
import { ago, amount, busy, clock, html, locale, moment, nothing, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { TYPES, cardChip, fields, siteChoice, siteOf, typeWord } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import { today } from '../lib/zoned.js';

const KINDS = ['reads', 'shown', 'unused'];
const BY = ['day', 'area', 'door'];

class Reports extends Page {
  static properties = { kind: {}, items: { state: true }, more: { state: true }, areas: { state: true } };

  constructor() {
    super();
    this.kind = 'reads';
    /** @type {any[]} */
    this.items = [];
    this.more = false;
    /** @type {any[]} */
    this.areas = [];
    /** @type {any[]} */
    this.doors = [];
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
    this.filter.site = siteOf(this.filter.site);
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.get('kind')) {
      this.filter = { site: this.filter.site };
      this.items = [];
      this.loading = true;
      this.read();
    }
  }

  /** Where the lines come from. @param {Record<string, any>} [also] */
  source(also = {}) {
    const { site, ...rest } = this.filter;
    return this.kind === 'reads'
      ? `/sites/${site}/reports/reads${query({ day: today(zoneOf(site)), ...rest, ...also })}`
      : `/sites/${site}/reports/cards${query({ kind: this.kind, ...rest, ...also })}`;
  }

  async load() {
    if (!this.filter.site) {
      return;
    }
    const base = `/sites/${this.filter.site}/access`;
    const [report, areas, doors] = await Promise.all([api.get(this.source()), api.get(`${base}/areas`), api.get(`${base}/doors`)]);
    this.items = report.items;
    this.more = report.more;
    this.areas = areas.items;
    this.doors = doors.items;
  }

  /** @param {Event} changed */
  apply(changed) {
    changed.preventDefault();
    const form = /** @type {any} */ (fields(/** @type {any} */ ({ target: changed.currentTarget })));
    this.filter = Object.fromEntries(Object.entries(form).filter(([, value]) => value));
    this.filter.site = siteOf(this.filter.site);
    history.replaceState(null, '', `/reports/${this.kind}${query(this.filter)}`);
    this.read();
  }

  render() {
    if (!this.filter.site && !this.loading) {
      return html`${this.head('nav.reports')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`
      ${this.head('nav.reports', html`<a class="button" href="/api/v1${this.source({ format: 'csv', lang: locale() })}" download="${this.kind}.csv">${t('report.csv')}</a>`)}
      <nav class="kinds" aria-label=${t('report.kinds')}>${KINDS.map((kind) => html`<a href="/reports/${kind}${query({ site: this.filter.site })}" aria-current=${kind === this.kind ? 'true' : 'false'}>${t(`report.${kind}`)}</a>`)}</nav>
      <p class="quiet">${t(`reportWhat.${this.kind}`)}</p>
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)}>${siteChoice(this.filter.site)}${this.kind === 'reads' ? this.readFilter() : this.cardFilter()}</form>
      <div class="report stack">${this.loading ? busy() : this.kind === 'reads' ? this.reads() : this.cards()}</div>`;
  }

  readFilter() {
    const { day, to, by, type, door, area } = this.filter;
    const from = day ?? today(zoneOf(this.filter.site));
    return html`
      <label class="field">${t('report.from')}<input name="day" type="date" required .value=${from}></label>
      <label class="field">${t('report.to')}<input name="to" type="date" min=${from} .value=${to ?? ''}></label>
      ${this.choice('by', BY.map((one) => [one, t(`reportBy.${one}`)]), by ?? 'day')}
      ${this.choice('type', TYPES.map((one) => [one, typeWord(one)]), type, t('page.all'))}
      ${this.choice('door', this.doors.map((one) => [one.id, one.name]), door, t('page.all'))}
      ${this.areas.length ? this.choice('area', this.areas.map((one) => [one.id, one.name]), area, t('page.all')) : nothing}`;
  }

  cardFilter() {
    return html`<label class="field">${t('report.days')}<input name="days" type="number" min="1" max="365" .value=${this.filter.days ?? (this.kind === 'unused' ? '90' : '30')}></label>`;
  }

  /** @param {string} name @param {string[][]} values @param {string} [chosen] @param {string} [none] */
  choice(name, values, chosen, none) {
    return html`<label class="field">${t(`report.column.${name}`)}<select name=${name}>${none === undefined ? nothing : html`<option value="">${none}</option>`}
      ${values.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}</select></label>`;
  }

  reads() {
    if (!this.items.length) {
      return html`<p class="notice">${t('report.noReads')}</p>`;
    }
    const zone = zoneOf(this.filter.site);
    const place = this.filter.by === 'area' || this.filter.by === 'door' ? this.filter.by : '';
    const days = Boolean(this.filter.to) && this.filter.to !== this.filter.day;
    return this.table('report.reads', [...(days ? ['day'] : []), 'personName', 'type', ...(place ? [place] : []), 'first', 'last', 'reads', 'denied'], (one) => html`<tr>
      ${days ? html`<td>${one.day}</td>` : nothing}
      <td><a href="/people/${this.filter.site}/${one.person}">${one.personName ?? one.person}</a></td><td>${one.type ? typeWord(one.type) : ''}</td>
      ${place ? html`<td>${one[place] || t('access.none')}</td>` : nothing}
      <td>${clock(one.first, zone)} <span class="quiet small">${one.firstDoor ?? ''}</span></td><td>${clock(one.last, zone)} <span class="quiet small">${one.lastDoor ?? ''}</span></td>
      <td class="number">${amount(one.reads)}</td><td class="number">${one.denied ? html`<span class="chip bad">${amount(one.denied)}</span>` : ''}</td></tr>`);
  }

  cards() {
    if (!this.items.length) {
      return html`<p class="notice good">${t(this.kind === 'shown' ? 'report.noShown' : 'report.noUnused')}</p>`;
    }
    const zone = zoneOf(this.filter.site);
    const shown = this.kind === 'shown';
    return this.table(`report.${this.kind}`, ['mask', 'personName', 'state', ...(shown ? ['lastShown', 'shown'] : ['lastUsed'])], (one) => html`<tr>
      <td>${t(`factor.${one.type}`)} ${one.mask}</td>
      <td>${one.person ? html`<a href="/people/${this.filter.site}/${one.person}">${one.personName ?? one.person}</a>` : ''}</td><td>${cardChip(one.state)}</td>
      ${shown
        ? html`<td><time datetime=${one.lastShown} title=${moment(one.lastShown, zone)}>${ago(one.lastShown)}</time> <span class="quiet small">${one.lastDoor ?? ''}</span></td><td class="number">${amount(one.shown)}</td>`
        : html`<td>${one.lastUsed ? ago(one.lastUsed) : t('people.neverUsed')}</td>`}</tr>`);
  }

  /** @param {string} title @param {string[]} columns @param {(one: any) => any} row */
  table(title, columns, row) {
    return html`${this.more ? html`<p class="notice warn">${t('report.more')}</p>` : nothing}
      <div class="scroll" tabindex="0" role="region" aria-label=${t(title)}><table>
        <thead><tr>${columns.map((one) => html`<th class=${['reads', 'denied', 'shown'].includes(one) ? 'number' : ''}>${t(`report.column.${one}`)}</th>`)}</tr></thead>
        <tbody>${this.items.map(row)}</tbody></table></div>`;
  }
}

customElements.define('gh-reports', Reports);
