// Who changed what, from where and why; and whether the chain of these records holds.
// @ts-check
import { busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { actionWord } from '../lib/says.js';

class Changes extends Page {
  static properties = { who: { attribute: false }, items: { state: true }, sites: { state: true }, next: { state: true }, checked: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.items = [];
    /** @type {any[]} */
    this.sites = [];
    this.next = '';
    /** @type {any} */
    this.checked = null;
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  /** @param {Record<string, any>} more */
  address(more) {
    const { from, to, ...rest } = this.filter;
    const time = (/** @type {string|undefined} */ day, /** @type {number} */ days) => (day ? new Date(new Date(`${day}T00:00`).getTime() + days * 86400000).toISOString() : undefined);
    return `/changes${query({ ...rest, from: time(from, 0), to: time(to, 1), ...more })}`;
  }

  async load() {
    const [page, sites] = await Promise.all([api.get(this.address({})), api.get('/sites')]);
    this.items = page.items;
    this.next = page.next ?? '';
    this.sites = sites.items;
  }

  async more() {
    await this.attempt(async () => {
      const page = await api.get(this.address({ before: this.next }));
      this.items = [...this.items, ...page.items];
      this.next = page.next ?? '';
    });
  }

  async check() {
    await this.attempt(async () => { this.checked = await api.get('/changes/check'); });
  }

  /** @param {Event} changed */
  apply(changed) {
    changed.preventDefault();
    const form = /** @type {HTMLFormElement} */ (changed.currentTarget);
    this.filter = Object.fromEntries([...new FormData(form)].filter(([, value]) => value).map(([name, value]) => [name, String(value)]));
    history.replaceState(null, '', `/changes${query(this.filter)}`);
    this.read();
  }

  /** The chain is of all sites: only who may see them all may have it. */
  seesAll() {
    return this.who?.roles?.some((/** @type {any} */ one) => ['admin', 'auditor'].includes(one.role) && !one.sites);
  }

  render() {
    return html`${this.head('nav.changes', this.seesAll() ? html`<div class="row"><button @click=${() => this.check()}>${t('changes.check')}</button><a class="button" href="/api/v1/changes/export" download="changes.ndjson">${t('changes.export')}</a></div>` : nothing)}
      <p class="quiet">${t('changes.what')}</p>
      ${this.checked ? this.verdict() : nothing}
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)}>
        <label class="field">${t('accounts.site')}<select name="site"><option value="">${t('page.all')}</option>${this.sites.map((one) => html`<option value=${one.id} ?selected=${one.id === this.filter.site}>${one.name}</option>`)}</select></label>
        <label class="field">${t('changes.who')}<input name="who" maxlength="63" .value=${this.filter.who ?? ''}></label>
        <label class="field">${t('changes.search')}<input name="q" type="search" maxlength="100" .value=${this.filter.q ?? ''}></label>
        <label class="field">${t('changes.from')}<input name="from" type="date" .value=${this.filter.from ?? ''}></label>
        <label class="field">${t('changes.to')}<input name="to" type="date" .value=${this.filter.to ?? ''}></label>
      </form>
      ${this.loading ? busy() : this.items.length ? html`<ul class="gaps">${repeat(this.items, (one) => one.seq, (one) => this.row(one))}</ul>` : html`<p class="notice">${t('changes.none')}</p>`}
      ${this.next ? html`<p><button @click=${() => this.more()}>${t('page.more')}</button></p>` : nothing}`;
  }

  verdict() {
    const found = this.checked;
    const erased = found.erased ? t('changes.erased', { count: found.erased }) : '';
    return found.sound
      ? html`<p class="notice good" role="status">${t('changes.sound', { count: found.records })} ${erased} <span class="small mono">${t('changes.key', { key: found.key })}</span></p>`
      : html`<p class="notice bad" role="alert">${t('changes.broken', { seq: String(found.at), fault: t(`fault.${found.fault}`) })}</p>`;
  }

  /** @param {any} one */
  row(one) {
    const names = [...new Set([...Object.keys(one.before ?? {}), ...Object.keys(one.after ?? {})])];
    const details = Object.entries(one.details ?? {});
    return html`<li class="card stack change">
      <div class="spread"><p><strong>${actionWord(one.action)}</strong> <span class="mono">${one.target}</span></p>
        <time class="quiet small" datetime=${one.at}>${moment(one.at)}</time></div>
      <p class="small">${t('changes.by', { who: one.who, from: one.address ?? t('changes.itself') })}${one.via ? html` <span class="quiet mono">${one.via}</span>` : nothing}${one.site ? html` <span class="quiet">· ${this.sites.find((site) => site.id === one.site)?.name ?? one.site}</span>` : nothing}</p>
      ${one.reason ? html`<p class="small">${t('audit.because', { reason: one.reason })}</p>` : nothing}
      ${details.length ? html`<p class="quiet small">${details.map(([name, value]) => `${name}: ${value}`).join(' · ')}</p>` : nothing}
      ${one.erased ? html`<p class="quiet small">${t('changes.isErased')}</p>` : nothing}
      ${one.tooLong ? html`<p class="quiet small">${t('changes.tooLong')}</p>` : nothing}
      ${names.length ? html`<details class="calm"><summary>${t('changes.different', { count: names.length })}</summary>
        <div class="scroll" tabindex="0" role="region" aria-label=${t('changes.different', { count: names.length })}><table><thead><tr><th scope="col">${t('changes.field')}</th><th scope="col">${t('changes.before')}</th><th scope="col">${t('changes.after')}</th></tr></thead>
        <tbody>${names.map((name) => html`<tr><th scope="row">${name}</th><td class="mono">${text(one.before?.[name])}</td><td class="mono">${text(one.after?.[name])}</td></tr>`)}</tbody></table></div></details>` : nothing}
      <p class="quiet small mono">#${one.seq}</p></li>`;
  }
}

/** @param {any} value */
function text(value) {
  if (value === undefined) {
    return '–';
  }
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}

customElements.define('gh-changes', Changes);
