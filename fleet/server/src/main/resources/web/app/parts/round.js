// One round: each stop with what became of it and why, the scans, what was said before, and what can be done.
// @ts-check
import { GhElement, busy, clock, html, moment, nothing, span, t } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { roundChip, stopChip } from '../lib/patrol.js';
import { zoneOf } from '../lib/zones.js';

class RoundView extends GhElement {
  static properties = { site: {}, round: {}, fresh: { attribute: false }, who: { attribute: false }, whole: { state: true }, asked: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.round = '';
    /** @type {any} the round as the live stream has it */
    this.fresh = null;
    /** @type {any} */
    this.who = null;
    /** @type {any} */
    this.whole = null;
    this.asked = -1;
    /** @type {any} */
    this.problem = null;
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.has('round')) {
      this.whole = null;
      this.asked = -1;
    }
    if (changed.has('round') || (changed.has('fresh') && changed.get('fresh'))) {
      this.read();
    }
  }

  async read() {
    try {
      this.whole = await api.get(`/sites/${this.site}/rounds/${this.round}`);
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
  }

  /** @param {string} kind @param {number} stop @param {string} [reason] */
  async order(kind, stop, reason) {
    try {
      this.whole = await api.post(`/sites/${this.site}/rounds/${this.round}/orders`, { kind, stop, ...(reason ? { reason } : {}) });
      this.asked = -1;
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
  }

  render() {
    const round = this.whole;
    if (!round) {
      return this.problem ? html`<p class="notice bad" role="alert">${this.problem.message}</p>` : busy();
    }
    const zone = zoneOf(this.site);
    return html`<section class="card stack" aria-label=${t('patrol.round')}>
      <div class="spread"><h2>${round.routeName} · ${moment(round.plannedAt, zone)} ${roundChip(round)}</h2><button @click=${() => this.dispatchEvent(new Event('close'))}>${t('patrol.close')}</button></div>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      ${round.sealed ? html`<p class="notice">${t('patrol.sealed')} <code class="wrap">${round.commitment}</code></p>` : nothing}
      ${round.stops.length ? html`<ol class="stops">${round.stops.map((/** @type {any} */ stop) => this.stop(stop, zone))}</ol>` : nothing}
      ${may(this.who, ['admin', 'operator']) ? this.actions(round) : nothing}
      ${round.scans.length ? html`<details class="fold"><summary>${t('patrol.scans', { count: round.scans.length })}</summary><ul class="names">${round.scans.map((/** @type {any} */ scan) => this.scan(scan, zone))}</ul></details>` : nothing}
      ${round.history.length ? html`<details class="fold"><summary>${t('patrol.history', { count: round.history.length })}</summary><ol class="names">${round.history.map((/** @type {any} */ one) => html`<li>${moment(one.at, zone)}: ${t(`patrol.state.${one.state}`)} · ${t('patrol.progress', { made: one.made, planned: one.stops.length })}</li>`)}</ol></details>` : nothing}
      ${round.orders.map((/** @type {any} */ order) => html`<p class="small quiet">${moment(order.at, zone)}: ${t(`patrol.order.${order.kind}`)}${order.stop ? ` ${order.stop}` : ''}, ${order.by} (${order.role})${order.reason ? `: ${order.reason}` : ''}</p>`)}
    </section>`;
  }

  /** @param {any} stop @param {string|undefined} zone */
  stop(stop, zone) {
    const late = stop.status === 'LATE' || stop.status === 'EARLY' ? t(`patrol.by.${stop.status}`, { time: span(Math.abs(stop.lateMillis) / 1000) }) : '';
    const marks = [...(stop.flags ?? []).map((/** @type {string} */ flag) => t(`patrol.flag.${flag}`)), ...(stop.provisional ? [t('patrol.provisional')] : [])];
    return html`<li><span class="who">${stop.ordinal}. ${stop.name}</span>
      <span class="quiet">${clock(stop.onTimeFrom, zone).slice(0, 5)}–${clock(stop.onTimeTo, zone).slice(0, 5)}</span>
      <span>${stopChip(stop)} ${stop.at ? clock(stop.at, zone) : ''} <span class="quiet small">${late} ${stop.officers.map((/** @type {any} */ one) => one.name).join(', ')}</span></span>
      <span class="small">${stop.cause ? t(`patrol.cause.${stop.cause}`) : nothing} ${marks.join(', ')}
        ${stop.at && stop.confidence < 100 ? html`<br>${t('patrol.confidence', { percent: stop.confidence })}: ${(stop.doubts ?? []).map((/** @type {string} */ one) => t(`patrol.doubt.${one}`)).join(', ')}` : nothing}
        ${stop.excuse ? html`<br>${t('patrol.excusedBy', { by: stop.excuse.by, role: stop.excuse.role })}: ${stop.excuse.reason}` : nothing}
        ${stop.defects?.length ? html`<br><span class="chip warn">${t('patrol.defects', { count: stop.defects.length })}</span> ${stop.defects.map((/** @type {any} */ one) => one.note ?? one.item).join(', ')}` : nothing}</span>
      ${stop.status === 'MISSED' && !stop.excuse && may(this.who, ['admin', 'operator']) ? html`<span>${this.asked === stop.ordinal ? this.reason('EXCUSE', stop.ordinal) : html`<button @click=${() => { this.asked = stop.ordinal; }}>${t('patrol.excuse')}</button>`}</span>` : nothing}</li>`;
  }

  /** @param {string} kind @param {number} stop */
  reason(kind, stop) {
    return html`<form class="row" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.order(kind, stop, fields(e).reason); }}>
      <label class="field">${t('patrol.reason')}<input name="reason" required maxlength="500"></label><button class="primary">${t(`patrol.order.${kind}`)}</button></form>`;
  }

  /** @param {any} round */
  actions(round) {
    const over = ['COMPLETED', 'COMPLETED_LATE', 'INCOMPLETE', 'MISSED'].includes(round.state);
    return html`<div class="row">
      ${over ? html`<button @click=${() => this.order('SIGN', 0)}>${t('patrol.order.SIGN')}</button><button @click=${() => this.order('COUNTERSIGN', 0)}>${t('patrol.order.COUNTERSIGN')}</button>` : nothing}
      ${!over && round.state !== 'CANCELLED' && round.state !== 'CLOSED' ? (this.asked === 0 ? this.reason('CANCEL', 0) : html`<button class="danger" @click=${() => { this.asked = 0; }}>${t('patrol.order.CANCEL')}</button>`) : nothing}</div>`;
  }

  /** @param {any} scan @param {string|undefined} zone */
  scan(scan, zone) {
    return html`<li>${clock(scan.at, zone)} ${scan.name ?? scan.tag} · ${t(`patrol.way.${scan.way}`)} · ${t(`patrol.use.${scan.use}`)} ${scan.officers.map((/** @type {any} */ one) => one.name).join(', ')}
      <span class="quiet small">${(scan.flags ?? []).map((/** @type {string} */ flag) => t(`patrol.flag.${flag}`)).join(', ')} ${scan.manual ? `${scan.manual.by}: ${scan.manual.reason}` : ''} ${t('patrol.told', { time: moment(scan.receivedAt, zone) })}</span>
      ${(scan.photos ?? []).map((/** @type {string} */ photo) => html`<a href="/api/v1/sites/${this.site}/patrol-photos/${photo}" target="_blank" rel="noopener">${t('patrol.photo')}</a> `)}</li>`;
  }
}

customElements.define('gh-round', RoundView);
