// Reports that leave by mail again and again: which, to whom, when the next one leaves, and what became of each.
// @ts-check
import { ago, busy, clock, html, moment, nothing, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { fields, listed, siteChoice, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

const EVERY = ['DAY', 'WEEK', 'MONTH'];
const BY = ['route', 'officer', 'checkpoint', 'hour', 'day'];
const FORMATS = ['pdf', 'xlsx', 'csv'];
const LOOK = { SENT: 'good', FAILED: 'bad', WAITING: 'warn' };
const FRESH = { id: '', name: '', every: 'DAY', by: 'route', hour: 7, recipients: [], format: 'pdf', language: 'zh-CN', enabled: true };

class PatrolMail extends Page {
  static properties = { who: { attribute: false }, all: { state: true }, routes: { state: true }, edited: { state: true }, shown: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {any[]} */
    this.all = [];
    /** @type {any[]} */
    this.routes = [];
    /** @type {any} */
    this.edited = null;
    /** @type {any} with what became of its reports */
    this.shown = null;
    this.site = siteOf(new URLSearchParams(location.search).get('site') ?? '');
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(10_000, () => this.attempt(() => this.look()));
  }

  get source() {
    return `/sites/${this.site}/report-subscriptions`;
  }

  async load() {
    if (this.site) {
      [{ items: this.all }, { routes: this.routes }] = await Promise.all([api.get(this.source), api.get(`/sites/${this.site}/patrol`)]);
      await this.look();
    }
  }

  async look() {
    if (this.shown) {
      this.shown = await api.get(`${this.source}/${this.shown.id}`);
    }
  }

  /** @param {Event} changed */
  apply(changed) {
    this.site = siteOf(fields(/** @type {any} */ ({ target: changed.currentTarget })).site);
    this.shown = null;
    this.edited = null;
    history.replaceState(null, '', `/patrol-mail${query({ site: this.site })}`);
    this.read();
  }

  /** @param {any} one */
  async show(one) {
    const same = this.shown?.id === one.id;
    this.shown = null;
    if (!same) {
      await this.attempt(async () => { this.shown = await api.get(`${this.source}/${one.id}`); });
    }
  }

  /** @param {Event} submit */
  async save(submit) {
    submit.preventDefault();
    const form = fields(submit);
    const wish = {
      name: form.name, every: form.every, hour: Number(form.hour), by: form.by, recipients: listed(form.recipients), format: form.format,
      language: form.language, enabled: form.enabled === 'on', ...(form.route ? { route: form.route } : {}),
    };
    const id = this.edited.id || `report-${Date.now().toString(36)}`;
    if (await this.attempt(() => api.put(`${this.source}/${id}`, wish))) {
      this.edited = null;
      await this.read();
    }
  }

  /** @param {any} one */
  async drop(one) {
    if (window.confirm(t('patrolMail.dropSure', { name: one.name })) && await this.attempt(() => api.remove(`${this.source}/${one.id}`))) {
      this.shown = null;
      await this.read();
    }
  }

  /** @param {any} one */
  async again(one) {
    await this.attempt(async () => {
      await api.post(`${this.source}/${one.id}/retry`, undefined);
      await this.look();
    });
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.patrolMail')}<p class="notice">${t('people.noSite')}</p>`;
    }
    const admin = may(this.who, ['admin']);
    return html`${this.head('nav.patrolMail', html`<a class="button" href="/patrol-report?site=${this.site}">${t('nav.patrolReport')}</a>`)}
      <form class="filters" @change=${(/** @type {Event} */ e) => this.apply(e)}>${siteChoice(this.site)}</form>
      <p class="quiet">${t('patrolMail.what')}</p>
      ${this.loading ? busy() : html`
        ${admin && !this.edited ? html`<div><button class="primary" @click=${() => { this.edited = { ...FRESH }; }}>${t('patrolMail.add')}</button></div>` : nothing}
        ${this.edited ? this.editor(this.edited) : nothing}
        ${this.all.length ? html`<ul class="attention">${this.all.map((one) => this.card(one, admin))}</ul>` : html`<p class="notice">${t('patrolMail.none')}</p>`}`}`;
  }

  /** @param {any} one @param {boolean} admin */
  card(one, admin) {
    const zone = zoneOf(this.site);
    const route = this.routes.find((/** @type {any} */ route) => route.id === one.route)?.name ?? one.route;
    return html`<li class="card stack"><div class="spread"><h2>${one.name}</h2>${one.enabled ? html`<span class="chip good">✓ ${t('channels.enabled')}</span>` : html`<span class="chip warn">${t('channels.off')}</span>`}</div>
      <p class="small">${t(`patrolMail.every.${one.every}`, { hour: `${String(one.hour).padStart(2, '0')}:00` })} · ${route ?? t('patrol.allRoutes')} · ${one.format.toUpperCase()} · ${one.language === 'en' ? 'English' : '中文'}</p>
      <p class="small wrap">${one.recipients.join(', ')}</p>
      ${one.nextRun ? html`<p class="small quiet">${t('patrolMail.next', { time: moment(one.nextRun, zone), from: one.nextFrom, to: one.nextTo })} <span>${one.timeZone}</span></p>` : nothing}
      <div class="row"><button aria-expanded=${this.shown?.id === one.id ? 'true' : 'false'} @click=${() => this.show(one)}>${t('patrolMail.log')}</button>
        ${admin ? html`<button @click=${() => { this.edited = one; }}>${t('channels.change')}</button><button class="danger" @click=${() => this.drop(one)}>${t('channels.forget')}</button>` : nothing}</div>
      ${this.shown?.id === one.id ? this.runs(this.shown) : nothing}</li>`;
  }

  /** @param {any} one */
  runs(one) {
    const runs = one.runs ?? [];
    const stuck = runs.some((/** @type {any} */ run) => run.mails.some((/** @type {any} */ mail) => mail.state === 'FAILED' || (mail.state === 'WAITING' && mail.error)));
    return html`${stuck ? html`<div><button @click=${() => this.again(one)}>${t('patrolMail.again')}</button></div>` : nothing}
      ${runs.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('patrolMail.log')}><table><thead><tr>${['days', 'recipient', 'state', 'tries', 'when', 'error'].map((name) => html`<th>${t(`patrolMail.column.${name}`)}</th>`)}</tr></thead>
        <tbody>${runs.flatMap((/** @type {any} */ run) => run.mails.map((/** @type {any} */ mail) => html`<tr><td>${run.file ? html`<a href="/api/v1/sites/${this.site}/mailed-reports/${run.run}" download=${run.file}>${run.from === run.to ? run.from : `${run.from} – ${run.to}`}</a>` : run.from}</td><td>${mail.recipient}</td>
          <td><span class="chip ${LOOK[/** @type {keyof LOOK} */ (mail.state)]}">${t(`channels.state.${mail.state}`)}</span></td><td class="number">${mail.attempts}</td>
          <td>${mail.ended ? ago(mail.ended) : mail.next ? t('patrolMail.nextTry', { time: clock(mail.next, zoneOf(this.site)) }) : ''}</td><td>${mail.error ?? ''}</td></tr>`))}</tbody></table></div>` : html`<p class="quiet">${t('patrolMail.noLog')}</p>`}`;
  }

  /** @param {any} one */
  editor(one) {
    const choice = (/** @type {string} */ name, /** @type {string} */ key, /** @type {Array<[string, string]>} */ values, /** @type {string} */ chosen) => html`<label class="field">${t(key)}<select name=${name}>${values.map(([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${word}</option>`)}</select></label>`;
    return html`<section class="card" aria-labelledby="edit-mail"><form class="stack" @submit=${(/** @type {Event} */ e) => this.save(e)}><h2 id="edit-mail">${t(one.id ? 'channels.change' : 'patrolMail.add')}</h2>
      <label class="field">${t('channels.name')}<input name="name" required maxlength="200" .value=${one.name}></label>
      <label class="field">${t('channels.addresses')}<input name="recipients" required maxlength="2000" spellcheck="false" .value=${one.recipients.join(', ')}></label>
      <div class="columns">${choice('every', 'patrolMail.every', EVERY.map((every) => [every, t(`patrolMail.each.${every}`)]), one.every)}
        <label class="field">${t('patrolMail.hour', { zone: zoneOf(this.site) ?? '' })}<input name="hour" type="number" min="0" max="23" required .value=${String(one.hour)}></label>
        ${choice('route', 'patrol.route', [['', t('patrol.allRoutes')], ...this.routes.map((/** @type {any} */ route) => /** @type {[string, string]} */ ([route.id, route.name]))], one.route ?? '')}
        ${choice('by', 'patrol.countBy', BY.map((by) => [by, t(`patrol.count.${by}`)]), one.by)}
        ${choice('format', 'patrolMail.format', FORMATS.map((format) => [format, format.toUpperCase()]), one.format)}
        ${choice('language', 'channels.language', [['zh-CN', '中文'], ['en', 'English']], one.language)}</div>
      <label class="check"><input type="checkbox" name="enabled" .checked=${one.enabled}>${t('channels.enabled')}</label>
      <div class="row"><button class="primary" type="submit">${t('patrol.save')}</button><button type="button" @click=${() => { this.edited = null; }}>${t('page.cancel')}</button></div></form></section>`;
  }
}

customElements.define('gh-patrol-mail', PatrolMail);
