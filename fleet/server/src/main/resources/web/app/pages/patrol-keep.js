// How long records of rounds are kept, what must not be deleted and why, and what was deleted when.
// @ts-check
import { amount, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { fields, siteChoice, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { instantOf } from '../lib/zoned.js';
import { zoneOf } from '../lib/zones.js';

class PatrolKeep extends Page {
  static properties = { who: { attribute: false }, kept: { state: true }, holds: { state: true }, releasing: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {any} */
    this.kept = null;
    /** @type {any[]} */
    this.holds = [];
    this.releasing = '';
    this.site = siteOf(new URLSearchParams(location.search).get('site') ?? '');
  }

  async load() {
    if (this.site) {
      [this.kept, { items: this.holds }] = await Promise.all([api.get(`/sites/${this.site}/patrol-retention`), api.get(`/sites/${this.site}/patrol-holds`)]);
    }
  }

  /** @param {Event} changed */
  apply(changed) {
    this.site = siteOf(fields(/** @type {any} */ ({ target: changed.currentTarget })).site);
    history.replaceState(null, '', `/patrol-keep${query({ site: this.site })}`);
    this.read();
  }

  /** Whole days of the site's. @param {Event} submit */
  async place(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const said = fields(submit);
    const zone = zoneOf(this.site);
    const hold = { from: instantOf(`${said.from}T00:00`, zone), to: instantOf(`${said.to}T23:59`, zone), reason: said.reason };
    if (await this.attempt(() => api.post(`/sites/${this.site}/patrol-holds`, hold))) {
      form.reset();
      await this.read();
    }
  }

  /** @param {Event} submit @param {string} id */
  async release(submit, id) {
    submit.preventDefault();
    if (await this.attempt(() => api.post(`/sites/${this.site}/patrol-holds/${id}/release`, { reason: fields(submit).reason }))) {
      this.releasing = '';
      await this.read();
    }
  }

  render() {
    if (!this.site && !this.loading) {
      return html`${this.head('nav.patrolKeep')}<p class="notice">${t('people.noSite')}</p>`;
    }
    return html`${this.head('nav.patrolKeep', html`<span class="row"><a class="button" href="/patrol-plan?site=${this.site}&kind=policy">${t('patrol.kind.policy')}</a><a class="button" href="/patrol-report?site=${this.site}">${t('nav.patrolReport')}</a></span>`)}
      <form class="filters" @change=${(/** @type {Event} */ e) => this.apply(e)}>${siteChoice(this.site)}</form>
      ${this.loading || !this.kept ? busy() : html`${this.retention(this.kept)}${this.holding()}${this.deletions(this.kept)}`}`;
  }

  /** @param {any} kept */
  retention(kept) {
    const zone = zoneOf(this.site);
    return html`<section class="card stack" aria-labelledby="retention"><h2 id="retention">${t('patrolKeep.retention')}</h2>
      <p>${t('patrolKeep.days', { days: kept.days })} <span class="quiet small">${t('patrolKeep.source', { days: kept.usualDays, source: kept.source })}</span>
        ${kept.days < kept.usualDays ? html`<span class="chip warn">▲ ${t('patrolKeep.short')}</span>` : html`<span class="chip good">✓</span>`}</p>
      <p class="small">${t('patrolKeep.since', { time: moment(kept.keptSince, zone) })} ${kept.oldestRound ? t('patrolKeep.oldest', { time: moment(kept.oldestRound, zone) }) : ''} ${kept.heldRounds ? t('patrolKeep.heldRounds', { count: kept.heldRounds }) : ''}</p>
      <p class="small quiet">${Object.entries(kept.kept).map(([what, many]) => `${t(`patrolKeep.of.${what}`)} ${amount(/** @type {number} */ (many))}`).join(' · ')}</p></section>`;
  }

  holding() {
    const zone = zoneOf(this.site);
    return html`<section class="stack" aria-labelledby="holds"><h2 id="holds">${t('patrolKeep.holds')}</h2><p class="quiet">${t('patrolKeep.holdsWhat')}</p>
      ${may(this.who, ['admin', 'operator']) ? html`<form class="card row" @submit=${(/** @type {Event} */ e) => this.place(e)}><label class="field">${t('report.from')}<input name="from" type="date" required></label><label class="field">${t('report.to')}<input name="to" type="date" required></label>
        <label class="field">${t('patrol.holdReason')}<input name="reason" required maxlength="500"></label><button class="primary">${t('patrolKeep.place')}</button></form>` : nothing}
      ${this.holds.length ? html`<ul class="names">${this.holds.map((hold) => html`<li class="card stack"><div class="spread"><span><strong>${hold.reason}</strong> ${hold.round ? html`<a href="/patrol${query({ site: this.site, day: hold.round.split('@')[1]?.slice(0, 10), round: hold.round })}">${hold.round}</a>` : html`${moment(hold.from, zone)} – ${moment(hold.to, zone)}`}</span>
          ${hold.inForce ? html`<span class="chip warn">▲ ${t('patrolKeep.inForce')}</span>` : html`<span class="chip">${t('patrolKeep.released')}</span>`}</div>
        <p class="small quiet">${t('patrolKeep.placed', { by: hold.placedBy, time: moment(hold.placedAt, zone) })}${hold.inForce ? nothing : html` ${t('patrolKeep.releasedBy', { by: hold.releasedBy, time: moment(hold.releasedAt, zone), reason: hold.releaseReason })}`}</p>
        ${hold.inForce && may(this.who, ['admin']) ? this.releasing === hold.id
          ? html`<form class="row" @submit=${(/** @type {Event} */ e) => this.release(e, hold.id)}><label class="field">${t('patrolKeep.releaseReason')}<input name="reason" required maxlength="500"></label><button class="danger">${t('patrolKeep.release')}</button><button type="button" @click=${() => { this.releasing = ''; }}>${t('page.cancel')}</button></form>`
          : html`<div><button @click=${() => { this.releasing = hold.id; }}>${t('patrolKeep.release')}</button></div>` : nothing}</li>`)}</ul>` : html`<p class="notice">${t('patrolKeep.noHolds')}</p>`}</section>`;
  }

  /** @param {any} kept */
  deletions(kept) {
    const zone = zoneOf(this.site);
    return html`<section class="stack" aria-labelledby="deletions"><h2 id="deletions">${t('patrolKeep.deletions')}</h2>
      ${kept.deletions.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('patrolKeep.deletions')}><table><thead><tr>${['at', 'before', 'removed', 'held'].map((one) => html`<th>${t(`patrolKeep.column.${one}`)}</th>`)}</tr></thead>
        <tbody>${kept.deletions.map((/** @type {any} */ one) => html`<tr><td>${moment(one.at, zone)}</td><td>${moment(one.before, zone)}</td><td>${Object.entries(one.removed).map(([what, many]) => `${t(`patrolKeep.of.${what}`)} ${amount(/** @type {number} */ (many))}`).join(', ')}</td><td class="number">${amount(one.held)}</td></tr>`)}</tbody></table></div>` : html`<p class="quiet">${t('patrolKeep.noDeletions')}</p>`}</section>`;
  }
}

customElements.define('gh-patrol-keep', PatrolKeep);
