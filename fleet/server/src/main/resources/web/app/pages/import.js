// People and cards from a list: tried first, with what is wrong in which row; then taken.
// @ts-check
import { busy, has, html, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { typeWord } from '../lib/access.js';
import { content } from '../lib/files.js';
import { Page } from '../lib/page.js';
import '../parts/findings.js';

const LOOK = { NEW: 'good', CHANGED: 'warn', SAME: '', BAD: 'bad' };

class Import extends Page {
  static properties = { site: {}, report: { state: true }, working: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    this.site = '';
    /** @type {any} */
    this.report = null;
    this.working = false;
    /** @type {{fileName: string, content: string}|null} */
    this.chosen = null;
    this.skipBad = false;
  }

  /** @param {any} change */
  async choose(change) {
    const file = change.target.files?.[0];
    this.report = null;
    this.chosen = file ? { fileName: file.name, content: await content(file) } : null;
    if (this.chosen) {
      await this.send(true);
    }
  }

  /** @param {boolean} dryRun */
  async send(dryRun) {
    this.working = true;
    await this.attempt(async () => {
      this.report = await api.post(`/sites/${this.site}/imports/people`, { ...this.chosen, dryRun, skipBad: this.skipBad });
    });
    this.working = false;
  }

  render() {
    const findings = /** @type {any} */ (this.problem)?.findings ?? [];
    return html`
      ${findings.length ? html`<div class="page-head"><h1 tabindex="-1">${t('import.title')}</h1></div><gh-findings .findings=${findings}></gh-findings>` : this.head('import.title')}
      <section class="card stack"><p>${t('import.what')}</p>
        <label class="field">${t('import.file')}<input type="file" accept=".csv,.txt,.xlsx" @change=${(/** @type {Event} */ e) => this.choose(e)}></label>
        <label class="check"><input type="checkbox" @change=${(/** @type {any} */ e) => { this.skipBad = e.target.checked; }}> ${t('import.skip')}</label>
        <div class="row"><button ?disabled=${!this.chosen || this.working} @click=${() => this.send(true)}>${t('import.try')}</button>
          <button class="primary" ?disabled=${!this.chosen || this.working || !this.report} @click=${() => this.send(false)}>${t('import.take')}</button></div></section>
      ${this.working ? busy() : this.told()}
      <p><a href="/people?site=${this.site}">${t('nav.people')}</a></p>`;
  }

  told() {
    const report = this.report;
    if (!report) {
      return nothing;
    }
    return html`
      <p class="notice ${report.written ? 'good' : ''}" role="status">${t(report.written ? 'import.done' : 'import.would', report)}
        ${report.errors.length ? (report.written ? t('import.badLeft', { count: report.badRows }) : t('import.bad', { count: Math.max(report.badRows, 1) })) : t('import.noBad')}</p>
      <gh-findings .findings=${report.warnings ?? []}></gh-findings>
      ${report.errors.length ? html`<section class="stack" aria-labelledby="errors"><h2 id="errors">${t('import.errors')}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="errors"><table>
        <thead><tr><th scope="col">${t('import.row')}</th><th scope="col">${t('import.column')}</th><th scope="col">${t('import.error')}</th></tr></thead>
        <tbody>${report.errors.map((/** @type {any} */ one) => html`<tr><td>${one.row}</td><td>${t(`importColumn.${one.column}`)}</td><td>${has(`importError.${one.code}`) ? t(`importError.${one.code}`, one) : one.code}</td></tr>`)}</tbody></table></div></section>` : nothing}
      ${report.sample.length ? html`<section class="stack" aria-labelledby="sample"><h2 id="sample">${t('import.sample')}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="sample"><table>
        <thead><tr><th scope="col">${t('import.row')}</th><th scope="col">${t('importColumn.ID')}</th><th scope="col">${t('importColumn.NAME')}</th><th scope="col">${t('importColumn.TYPE')}</th><th scope="col">${t('import.card')}</th><th scope="col">${t('import.becomes')}</th></tr></thead>
        <tbody>${report.sample.map((/** @type {any} */ one) => html`<tr><td>${one.row}</td><td>${one.id}</td><td>${one.name}</td><td>${typeWord(one.type ?? '')}</td><td>${one.mask ?? ''}</td><td><span class="chip ${LOOK[/** @type {keyof LOOK} */ (one.what)]}">${t(`importWhat.${one.what}`)}</span></td></tr>`)}</tbody></table></div></section>` : nothing}`;
  }
}

customElements.define('gh-import', Import);
