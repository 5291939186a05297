// Devices from a list: tried first, with what is wrong in which row and which column is which; then taken, and printed.
// @ts-check
import { busy, has, html, locale, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { content } from '../lib/files.js';
import { siteAsked, siteMeant, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { readZones, sites } from '../lib/zones.js';

const LOOK = { NEW: 'good', CHANGED: 'warn', SAME: '', BAD: 'bad' };
const COLUMNS = ['SERIAL', 'KIND', 'NAME', 'BUILDING', 'FLOOR', 'DOOR', 'DEVICE', 'HEARTBEAT'];

class DeviceImport extends Page {
  static properties = { site: { state: true }, report: { state: true }, working: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    this.site = siteMeant('');
    /** @type {any} */
    this.report = null;
    this.working = false;
    /** @type {{fileName: string, content: string}|null} */
    this.chosen = null;
    this.skipBad = false;
    /** @type {Record<string, string>} */
    this.columns = {};
  }

  /** A list is for a site: without one it would go nowhere. */
  async load() {
    if (!sites().length) {
      await readZones();
    }
    this.site = siteMeant(this.site);
  }

  /** @param {string} site */
  mean(site) {
    this.site = siteOf(site);
    this.report = null;
    if (this.chosen) {
      this.send(true);
    }
  }

  /** @param {any} change */
  async choose(change) {
    const file = change.target.files?.[0];
    this.report = null;
    this.columns = {};
    this.chosen = file ? { fileName: file.name, content: await content(file) } : null;
    if (this.chosen && this.site) {
      await this.send(true);
    }
  }

  /** @param {boolean} dryRun */
  async send(dryRun) {
    this.working = true;
    await this.attempt(async () => {
      await this.load();
      this.report = await api.post(`/sites/${this.site}/imports/devices`, { ...this.chosen, dryRun, skipBad: this.skipBad, columns: this.columns });
    });
    this.working = false;
  }

  /** @param {string} column @param {string} heading */
  say(column, heading) {
    const { [column]: before, ...others } = this.columns;
    this.columns = heading ? { ...others, [column]: heading } : others;
    this.send(true);
  }

  async print() {
    await this.attempt(() => api.file('/labels/sheet', { codes: this.report.codes, stock: 'A4_70X37', address: location.origin }, 'labels.pdf'));
  }

  render() {
    const template = `/api/v1/sites/${this.site}/imports/devices/template?lang=${locale()}`;
    return html`${this.head('deviceImport.title')}
      <section class="card stack"><p>${t('deviceImport.what')}</p>
        ${this.site ? html`<p><a href=${`${template}&format=xlsx`} download="devices.xlsx">${t('deviceImport.templateXlsx')}</a> · <a href=${`${template}&format=csv`} download="devices.csv">${t('deviceImport.templateCsv')}</a></p>` : html`<p class="quiet">${t('deviceImport.siteFirst')}</p>`}
        <div @change=${(/** @type {any} */ e) => this.mean(e.target.value)}>${siteAsked(this.site)}</div>
        <label class="field">${t('import.file')}<input type="file" accept=".csv,.txt,.xlsx" @change=${(/** @type {Event} */ e) => this.choose(e)}></label>
        <label class="check"><input type="checkbox" @change=${(/** @type {any} */ e) => { this.skipBad = e.target.checked; }}> ${t('import.skip')}</label>
        <div class="row"><button ?disabled=${!this.site || !this.chosen || this.working} @click=${() => this.send(true)}>${t('import.try')}</button>
          <button class="primary" ?disabled=${!this.site || !this.chosen || this.working || !this.report} @click=${() => this.send(false)}>${t('import.take')}</button></div></section>
      ${this.working ? busy() : this.told()}
      <p><a href="/labels">${t('nav.labels')}</a></p>`;
  }

  told() {
    const report = this.report;
    if (!report) {
      return nothing;
    }
    return html`
      <p class="notice ${report.written ? 'good' : ''}" role="status">${t(report.written ? 'deviceImport.done' : 'deviceImport.would', report)}
        ${report.errors.length ? (report.written ? t('import.badLeft', { count: report.badRows }) : t('import.bad', { count: Math.max(report.badRows, 1) })) : t('import.noBad')}</p>
      ${report.codes.length ? html`<p><button class="primary" @click=${() => this.print()}>${t('deviceImport.print')}</button></p>` : nothing}
      ${report.written ? nothing : this.mapping(report)}
      ${report.errors.length ? html`<section class="stack" aria-labelledby="errors"><h2 id="errors">${t('import.errors')}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="errors"><table>
        <thead><tr><th scope="col">${t('import.row')}</th><th scope="col">${t('import.column')}</th><th scope="col">${t('import.error')}</th></tr></thead>
        <tbody>${report.errors.map((/** @type {any} */ one) => html`<tr><td>${one.row}</td><td>${t(`deviceColumn.${one.column}`)}</td><td>${has(`importError.${one.code}`) ? t(`importError.${one.code}`, one) : one.code}</td></tr>`)}</tbody></table></div></section>` : nothing}
      ${report.sample.length ? this.sample(report) : nothing}`;
  }

  /** @param {any} report */
  mapping(report) {
    return html`<section class="card stack" aria-labelledby="columns"><h2 id="columns">${t('deviceImport.columns')}</h2><p class="quiet small">${t('deviceImport.columnsWhat')}</p>
      <div class="filters">${COLUMNS.map((column) => html`<label class="field">${t(`deviceColumn.${column}`)}<select @change=${(/** @type {any} */ e) => this.say(column, e.target.value)}>
        <option value="">${t('deviceImport.notThere')}</option>${report.headings.map((/** @type {string} */ heading) => html`<option value=${heading} ?selected=${report.columns[column] === heading}>${heading}</option>`)}</select></label>`)}</div></section>`;
  }

  /** @param {any} report */
  sample(report) {
    return html`<section class="stack" aria-labelledby="sample"><h2 id="sample">${t('import.sample')}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="sample"><table>
      <thead><tr><th scope="col">${t('import.row')}</th><th scope="col">${t('deviceColumn.SERIAL')}</th><th scope="col">${t('deviceColumn.KIND')}</th><th scope="col">${t('deviceColumn.NAME')}</th><th scope="col">${t('deviceColumn.DEVICE')}</th><th scope="col">${t('import.becomes')}</th></tr></thead>
      <tbody>${report.sample.map((/** @type {any} */ one) => html`<tr><td>${one.row}</td><td>${one.serial}</td><td>${has(`kind.${one.kind}`) ? t(`kind.${one.kind}`) : one.kind}</td><td>${one.name ?? nothing}</td><td>${one.device ?? nothing}</td><td><span class="chip ${LOOK[/** @type {keyof LOOK} */ (one.what)]}">${t(`importWhat.${one.what}`)}</span></td></tr>`)}</tbody></table></div></section>`;
  }
}

customElements.define('gh-device-import', DeviceImport);
