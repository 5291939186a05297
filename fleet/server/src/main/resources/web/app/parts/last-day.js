// The last day of each site, hour by hour: the worst first; sites without anything are a count.
// @ts-check
import { GhElement, html, locale, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';

const LEVELS = ['calm', 'warn', 'bad'];
const MARKS = ['', '▲', '■'];
const MOST = 8;

class LastDay extends GhElement {
  static properties = { day: { state: true }, all: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.day = null;
    this.all = false;
    this.timer = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
    this.timer = window.setInterval(() => this.read(), 60000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async read() {
    // the page tells of a fleet that cannot be asked; this keeps what it has
    this.day = await api.get('/overview/day').catch(() => this.day);
  }

  render() {
    if (!this.day?.items.length) {
      return nothing;
    }
    const wrong = this.day.items.filter((/** @type {any} */ one) => one.cells.some((/** @type {any} */ cell) => cell.level > 0));
    const shown = this.all ? this.day.items : wrong.slice(0, MOST);
    const rest = this.day.items.length - shown.length;
    return html`<section aria-labelledby="last-day" class="stack">
      <h2 id="last-day">${t('overview.day')}</h2>
      ${shown.length ? html`<div class="scroll" tabindex="0" role="region" aria-labelledby="last-day"><table class="day">
        <thead class="visually-hidden"><tr><th scope="col">${t('overview.day.site')}</th>${this.day.items[0].cells.map((/** @type {any} */ _, /** @type {number} */ at) => html`<th scope="col">${this.hour(at)}</th>`)}</tr></thead>
        <tbody>${shown.map((/** @type {any} */ one) => this.row(one))}</tbody></table></div>
        <p class="quiet small spread"><span>${this.hour(0)}</span><span>${t('overview.day.now')}</span></p>` : html`<p class="notice good">${t('overview.day.calm', { count: this.day.items.length })}</p>`}
      ${shown.length && rest ? html`<p class="small"><button @click=${() => { this.all = true; }}>${t(wrong.length > shown.length ? 'overview.day.more' : 'overview.day.rest', { count: rest })}</button></p>` : nothing}
    </section>`;
  }

  /** @param {any} one */
  row(one) {
    return html`<tr><th scope="row"><a href="/alarms?q=${encodeURIComponent(`site:${one.site}`)}">${one.name}</a></th>
      ${one.cells.map((/** @type {any} */ cell, /** @type {number} */ at) => this.cell(one, cell, at))}</tr>`;
  }

  /** Colour, shape and words. @param {any} one @param {any} cell @param {number} at */
  cell(one, cell, at) {
    const look = one.heard || cell.level ? LEVELS[cell.level] : 'never';
    const words = `${this.hour(at)}: ${this.words(one, cell)}`;
    return html`<td class=${look} title=${words}><span aria-hidden="true">${MARKS[cell.level]}</span><span class="visually-hidden">${words}</span></td>`;
  }

  /** @param {any} one @param {any} cell */
  words(one, cell) {
    const said = [
      cell.silentMinutes ? t('overview.day.silent', { count: cell.silentMinutes }) : '',
      cell.alarms ? t('overview.day.alarms', { count: cell.alarms }) : '',
    ].filter(Boolean);
    return said.join(' · ') || t(one.heard ? 'overview.day.nothing' : 'overview.day.never');
  }

  /** When an hour begins, by the clock of whoever looks. @param {number} at */
  hour(at) {
    return new Date(Date.parse(this.day.from) + at * 3600000).toLocaleTimeString(locale(), { hour12: false, hour: '2-digit', minute: '2-digit' });
  }
}

customElements.define('gh-last-day', LastDay);
