// China's holidays with their working weekends: a site takes a year over in one step; a year published since is read in.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import './findings.js';

class Holidays extends GhElement {
  static properties = { site: {}, years: { state: true }, findings: { state: true }, done: { state: true } };

  constructor() {
    super();
    this.site = '';
    /** @type {number[]} */
    this.years = [];
    /** @type {any[]} */
    this.findings = [];
    this.done = '';
  }

  connectedCallback() {
    super.connectedCallback();
    api.get('/calendars/cn').then((calendar) => this.know(calendar), () => {});
  }

  /** @param {any} calendar */
  know(calendar) {
    this.years = calendar.items.map((/** @type {any} */ one) => one.year);
  }

  /** @param {() => Promise<void>} task */
  async attempt(task) {
    this.findings = [];
    this.done = '';
    try {
      await task();
    } catch (refused) {
      this.findings = /** @type {any} */ (refused).findings ?? [];
    }
  }

  /** @param {SubmitEvent} submit */
  async takeOver(submit) {
    submit.preventDefault();
    const year = Number(new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('year'));
    await this.attempt(async () => {
      await api.post(`/sites/${this.site}/holidays`, { year });
      this.done = t('holidays.taken', { year: String(year) });
      this.dispatchEvent(new CustomEvent('gh-taken', { bubbles: true }));
    });
  }

  /** @param {SubmitEvent} submit */
  async read(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const file = /** @type {File} */ (form.get('file'));
    await this.attempt(async () => {
      this.know(await api.post('/calendars/cn', { year: Number(form.get('imported')), content: await file.text() }));
      this.done = t('holidays.read', { year: String(form.get('imported')) });
    });
  }

  render() {
    const wanted = new Date().getFullYear();
    const next = (this.years[this.years.length - 1] ?? wanted) + 1;
    return html`<section class="card stack" aria-labelledby="holidays"><h3 id="holidays">${t('holidays.title')}</h3>
      <gh-findings .findings=${this.findings}></gh-findings>
      ${this.done ? html`<p class="notice good" role="status">${this.done}</p>` : nothing}
      <form class="row" @submit=${(/** @type {SubmitEvent} */ e) => this.takeOver(e)}>
        <label class="field">${t('holidays.year')}<select name="year">${this.years.map((year) => html`<option ?selected=${year === wanted}>${String(year)}</option>`)}</select></label>
        <button>${t('holidays.takeOver')}</button></form>
      <details class="calm"><summary>${t('holidays.notYet', { year: String(next) })}</summary>
        <form class="stack" @submit=${(/** @type {SubmitEvent} */ e) => this.read(e)}>
          <label class="field">${t('holidays.year')}<input name="imported" type="number" min="1949" max="2200" required .value=${String(next)}></label>
          <label class="field">${t('import.file')}<input name="file" type="file" accept=".csv,.json,.txt" required></label>
          <p class="quiet small">${t('holidays.fileWhat')}</p>
          <div><button>${t('holidays.take')}</button></div></form></details></section>`;
  }
}

customElements.define('gh-holidays', Holidays);
