// How well a site was patrolled, with the same numbers as the files.
// @ts-check
import { amount, busy, html, locale, moment, nothing, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { fields, siteChoice, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { roundChip } from '../lib/patrol.js';
import { localText, today } from '../lib/zoned.js';
import { zoneOf } from '../lib/zones.js';

const BY = ['route', 'officer', 'checkpoint', 'hour', 'day'];
const FIGURES = ['due', 'made', 'onTime', 'early', 'late', 'missed', 'excused'];
const RATES = ['completionPercent', 'onTimePercent', 'meanLateMillis'];

class PatrolReport extends Page {
  static properties = { who: { attribute: false }, report: { state: true }, routes: { state: true }, uploads: { state: true }, uploaded: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {any} */
    this.report = null;
    /** @type {any[]} */
    this.routes = [];
    /** @type {any[]} */
    this.uploads = [];
    /** @type {any} */
    this.uploaded = null;
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
    this.filter.site = siteOf(this.filter.site);
  }

  /** @param {Record<string, any>} [also] */
  source(also = {}) {
    const { site, ...rest } = this.filter;
    return `/sites/${site}/patrol-report${query({ day: today(zoneOf(site)), ...rest, ...also })}`;
  }

  async load() {
    if (this.filter.site) {
      [this.report, { items: this.uploads }, { routes: this.routes }] = await Promise.all([api.get(this.source()), api.get(`/sites/${this.filter.site}/wand-uploads`), api.get(`/sites/${this.filter.site}/patrol`)]);
    }
  }

  /** @param {Event} changed */
  apply(changed) {
    changed.preventDefault();
    const form = fields(/** @type {any} */ ({ target: changed.currentTarget }));
    this.filter = Object.fromEntries(Object.entries(form).filter(([, value]) => value));
    this.filter.site = siteOf(this.filter.site);
    history.replaceState(null, '', `/patrol-report${query(this.filter)}`);
    this.read();
  }

  /** @param {Event} submit */
  async upload(submit) {
    submit.preventDefault();
    const file = /** @type {File} */ (new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('file'));
    await this.attempt(async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      let binary = '';
      for (let at = 0; at < bytes.length; at += 8192) {
        binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
      }
      this.uploaded = await api.post(`/sites/${this.filter.site}/wand-uploads`, { fileName: file.name, content: btoa(binary) });
      await this.load();
    });
  }

  render() {
    if (!this.filter.site && !this.loading) {
      return html`${this.head('nav.patrolReport')}<p class="notice">${t('people.noSite')}</p>`;
    }
    const { site, day, to, by } = this.filter;
    const from = day ?? today(zoneOf(site));
    const file = (/** @type {string} */ format) => html`<a class="button" href="/api/v1${this.source({ format, lang: locale() })}" download="patrol-${from}.${format}">${format.toUpperCase()}</a>`;
    return html`${this.head('nav.patrolReport', html`<span class="row">${file('pdf')}${file('xlsx')}${file('csv')}<a class="button" href="/patrol-mail?site=${site}">${t('nav.patrolMail')}</a><a class="button" href="/patrol-keep?site=${site}">${t('nav.patrolKeep')}</a></span>`)}
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)}>${siteChoice(site)}
        <label class="field">${t('report.from')}<input name="day" type="date" required .value=${from}></label>
        <label class="field">${t('report.to')}<input name="to" type="date" min=${from} .value=${to ?? ''}></label>
        <label class="field">${t('patrol.countBy')}<select name="by">${BY.map((one) => html`<option value=${one} ?selected=${one === (by ?? 'route')}>${t(`patrol.count.${one}`)}</option>`)}</select></label>
        <label class="field">${t('patrol.route')}<select name="route"><option value="">${t('patrol.allRoutes')}</option>${this.routes.map((one) => html`<option value=${one.id} ?selected=${one.id === this.filter.route}>${one.name}</option>`)}</select></label></form>
      ${this.loading || !this.report ? busy() : this.whole(this.report)}
      ${may(this.who, ['admin', 'operator']) ? this.wand() : nothing}`;
  }

  /** @param {any} report */
  whole(report) {
    const zone = zoneOf(this.filter.site);
    const figures = (/** @type {any} */ line) => html`${FIGURES.map((one) => html`<td class="number">${amount(line[one])}</td>`)}<td class="number">${amount(line.completionPercent)}</td><td class="number">${amount(line.onTimePercent)}</td><td class="number">${amount(minutes(line.meanLateMillis))}</td>`;
    const at = (/** @type {string|undefined} */ time) => (time ? moment(time, zone) : '');
    const round = (/** @type {any} */ one, /** @type {string} */ time) => html`<a href="/patrol${query({ site: this.filter.site, day: localText(time, zone).slice(0, 10), round: one.round })}">${moment(time, zone)}</a>`;
    return html`<p role="status">${t('patrol.inShort', { rounds: report.rounds, due: report.total.due, made: report.total.made, missed: report.total.missed })} <span class="quiet">${report.timeZone}</span></p>
      ${report.deletedBefore ? html`<p class="notice warn">${t('patrol.deletedBefore', { time: moment(report.deletedBefore, zone) })} <a href="/patrol-keep?site=${this.filter.site}">${t('nav.patrolKeep')}</a></p>` : nothing}
      ${table('lines', ['name', ...FIGURES, ...RATES], [
        ...report.lines.map((/** @type {any} */ line) => html`<tr><td>${line.name}</td>${figures(line)}</tr>`),
        html`<tr class="total"><td><strong>${t('patrol.report.total')}</strong></td>${figures(report.total)}</tr>`])}
      ${part('gaps', ['name', 'rule', 'from', 'to', 'minutes', 'maxMinutes', 'source'], report.gaps.map((/** @type {any} */ gap) => html`<tr><td>${gap.name}</td><td>${gap.rule}</td><td>${at(gap.from)}</td><td>${at(gap.to)}</td>
        <td class="number">${amount(gap.minutes)} ${gap.exceeded ? html`<span class="chip bad">✕ ${t('patrol.exceeded')}</span>` : html`<span class="chip good">✓</span>`}</td><td class="number">${amount(gap.maxMinutes)}</td><td>${gap.source}</td></tr>`))}
      <h2>${t('patrol.report.exceptions')}</h2>
      ${report.exceptions.length ? table('exceptions', ['plannedFor', 'route', 'checkpoint', 'status', 'at', 'flags', 'officers', 'excuse'], report.exceptions.map((/** @type {any} */ one) => html`<tr><td>${round(one, one.plannedFor)}</td><td>${one.route}</td><td>${one.checkpoint}</td>
        <td>${t(`patrol.status.${one.status}`)} ${one.cause ? html`<span class="quiet small">${t(`patrol.cause.${one.cause}`)}</span>` : nothing}</td><td>${at(one.at)}</td><td>${(one.flags ?? []).map((/** @type {string} */ flag) => t(`patrol.flag.${flag}`)).join(', ')}</td><td>${(one.officers ?? []).join(', ')}</td><td>${one.excuse ? `${one.excuse} (${one.excusedBy})` : ''}</td></tr>`)) : html`<p class="notice good">${t('patrol.noExceptions')}</p>`}
      ${part('inspections', ['at', 'checkpoint', 'item', 'outcome', 'value', 'note', 'officers', 'photos'], report.inspections.map((/** @type {any} */ one) => html`<tr><td>${at(one.at)}</td><td>${one.checkpoint}</td><td>${one.item}</td><td>${t(`patrol.outcome.${one.outcome}`)}</td><td class="number">${one.value ?? ''}</td><td>${one.note ?? ''}</td><td>${(one.officers ?? []).join(', ')}</td><td>${this.photos(one)}</td></tr>`))}
      ${part('incidents', ['at', 'finding', 'note', 'officers', 'photos'], report.incidents.map((/** @type {any} */ one) => html`<tr><td>${at(one.at)}</td><td>${t(`patrol.finding.${one.kind}`)}</td><td>${one.note}</td><td>${(one.officers ?? []).join(', ')}</td><td>${this.photos(one)}</td></tr>`))}
      ${part('missedMost', ['name', 'missed', 'byGuard', 'causes'], report.missedMost.map((/** @type {any} */ one) => html`<tr><td>${one.name}</td><td class="number">${amount(one.missed)}</td><td class="number">${amount(one.byGuard)}</td><td>${(one.causes ?? []).map((/** @type {string} */ cause) => t(`patrol.cause.${cause}`)).join(', ')}</td></tr>`))}
      ${report.roundLines.length ? html`<details class="fold"><summary>${t('patrol.report.rounds')} <span class="quiet">${amount(report.roundLines.length)}</span></summary>${table('rounds', ['plannedFor', 'route', 'officers', 'state', 'planned', 'made', 'onTime', 'missed', 'signed', 'countersigned'], report.roundLines.map((/** @type {any} */ one) => html`<tr><td>${round(one, one.plannedFor)}</td><td>${one.route}</td><td>${(one.officers ?? []).join(', ')}</td><td>${roundChip(one)}</td>
        ${['planned', 'made', 'onTime', 'missed'].map((name) => html`<td class="number">${amount(one[name])}</td>`)}<td>${t(one.signed ? 'patrol.yes' : 'patrol.no')}</td><td>${t(one.countersigned ? 'patrol.yes' : 'patrol.no')}</td></tr>`))}</details>` : nothing}`;
  }

  /** @param {any} one */
  photos(one) {
    return (one.photos ?? []).map((/** @type {string} */ name) => html`<a href="/api/v1/sites/${this.filter.site}/patrol-photos/${name}" target="_blank" rel="noopener">${t('patrol.photo')}</a> `);
  }

  wand() {
    return html`<section class="card stack" aria-label=${t('patrol.wandFile')}><h2>${t('patrol.wandFile')}</h2>
      <form class="row" @submit=${(/** @type {Event} */ e) => this.upload(e)}><label class="field">${t('patrol.file')}<input name="file" type="file" required></label><button class="primary">${t('patrol.upload')}</button></form>
      ${this.uploaded ? html`<div class="notice ${this.uploaded.kept ? 'good' : 'bad'}" role="status"><p>${t('patrol.uploaded', { wand: this.uploaded.wand, scans: this.uploaded.scans, fresh: this.uploaded.newScans })}</p>${troubles(this.uploaded)}</div>` : nothing}
      ${this.uploads.length ? html`<ul class="names">${this.uploads.slice(0, 10).map((one) => html`<li>${moment(one.at, zoneOf(this.filter.site))} · ${one.wand} · ${one.dock === undefined ? t('patrol.uploaded', { wand: one.wand, scans: one.scans, fresh: one.newScans }) : t('patrol.docked', { records: one.records, dock: one.dock || one.by })} <span class="quiet">${one.by}</span>${troubles(one)}</li>`)}</ul>` : nothing}</section>`;
  }
}

/** @param {any} report */
function troubles(report) {
  return report.troubles.length ? html`<ul>${report.troubles.map((/** @type {any} */ one) => html`<li>${t(`patrol.trouble.${one.code}`)} <span class="quiet small">${one.message}</span></li>`)}</ul>` : nothing;
}

/** As the files have it: to one place. @param {number} millis */
const minutes = (millis) => Math.round(millis / 6_000) / 10;

/** @param {string} title @param {string[]} columns @param {any[]} rows */
function table(title, columns, rows) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t(`patrol.report.${title}`)}><table class="of-${title}"><thead><tr>${columns.map((one) => html`<th>${t(`patrol.column.${one}`)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** A table under its heading; nothing when it has no rows. @param {string} title @param {string[]} columns @param {any[]} rows */
function part(title, columns, rows) {
  return rows.length ? html`<h2>${t(`patrol.report.${title}`)}</h2>${table(title, columns, rows)}` : nothing;
}

customElements.define('gh-patrol-report', PatrolReport);
