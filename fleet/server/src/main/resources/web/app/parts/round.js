// One round: each stop with what became of it and why, the scans, what was said before, and what can be done.
// @ts-check
import { GhElement, busy, clock, html, locale, moment, nothing, span, t } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { roundChip, stopChip } from '../lib/patrol.js';
import { zoneOf } from '../lib/zones.js';

class RoundView extends GhElement {
  static properties = { site: {}, round: {}, fresh: { attribute: false }, who: { attribute: false }, whole: { state: true }, asked: { state: true }, held: { state: true }, problem: { state: true } };

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
    this.held = false;
    /** @type {any} */
    this.problem = null;
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.has('round')) {
      this.whole = null;
      this.asked = -1;
      this.held = false;
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

  /** Signs what is shown; when it is another by now, what it is now is shown. @param {string} kind */
  async sign(kind) {
    try {
      this.whole = await api.post(`/sites/${this.site}/rounds/${this.round}/signatures`, { kind, hash: this.whole.contentHash });
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
      await this.read().then(() => { this.problem = refused; });
    }
  }

  /** @param {string} reason */
  async hold(reason) {
    try {
      await api.post(`/sites/${this.site}/patrol-holds`, { round: this.round, reason });
      this.asked = -1;
      this.held = true;
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
      <div class="spread"><h2>${round.routeName} · ${moment(round.plannedAt, zone)} ${roundChip(round)}</h2><span class="row">${may(this.who, ['admin', 'operator', 'viewer', 'auditor']) ? ['pdf', 'xlsx', 'csv'].map((format) => html`<a class="button" href="/api/v1/sites/${this.site}/rounds/${this.round}/report?format=${format}&lang=${locale()}" download="round-${this.round.replace(/[@:]/g, '-')}.${format}">${format.toUpperCase()}</a>`) : nothing}<button @click=${() => this.dispatchEvent(new Event('close'))}>${t('patrol.close')}</button></span></div>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      ${round.sealed ? html`<p class="notice">${t('patrol.sealed')} <code class="wrap">${round.commitment}</code></p>` : nothing}
      ${round.stops.length ? html`<ol class="stops">${round.stops.map((/** @type {any} */ stop) => this.stop(stop, zone))}</ol>` : nothing}
      ${round.incidents?.length ? html`<ul class="names">${round.incidents.map((/** @type {any} */ one) => html`<li><span class="chip warn">${t(`patrol.finding.${one.kind}`)}</span> ${clock(one.since ?? one.at, zone)} ${one.note ?? ''}</li>`)}</ul>` : nothing}
      ${this.pictures(round)}
      ${this.signatures(round, zone)}
      ${may(this.who, ['admin', 'operator', 'guard']) ? this.actions(round) : nothing}
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
        ${stop.defects?.length ? html`<br><span class="chip warn">${t('patrol.defects', { count: stop.defects.length })}</span> ${stop.defects.map((/** @type {any} */ one) => [one.name ?? one.item, one.value ?? '', one.note ?? ''].filter((/** @type {any} */ word) => word !== '').join(' ')).join(', ')}` : nothing}</span>
      ${stop.status === 'MISSED' && !stop.excuse && may(this.who, ['admin', 'operator']) ? html`<span>${this.asked === stop.ordinal ? this.reason('EXCUSE', stop.ordinal) : html`<button @click=${() => { this.asked = stop.ordinal; }}>${t('patrol.excuse')}</button>`}</span>` : nothing}</li>`;
  }

  /** @param {string} kind @param {number} stop */
  reason(kind, stop) {
    return html`<form class="row" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.order(kind, stop, fields(e).reason); }}>
      <label class="field">${t('patrol.reason')}<input name="reason" required maxlength="500"></label><button class="primary">${t(`patrol.order.${kind}`)}</button></form>`;
  }

  /** @param {any} round */
  pictures(round) {
    const all = round.stops.flatMap((/** @type {any} */ stop) => (stop.photos ?? []).map((/** @type {string} */ name) => ({ name, of: `${stop.ordinal}. ${stop.name}` })));
    return all.length && may(this.who, ['admin', 'operator', 'viewer', 'auditor'])
      ? html`<ul class="pictures" aria-label=${t('patrol.pictures')}>${all.map((/** @type {any} */ one) => html`<li><a href="/api/v1/sites/${this.site}/patrol-photos/${one.name}" target="_blank" rel="noopener"><img src="/api/v1/sites/${this.site}/patrol-photos/${one.name}" alt=${t('patrol.pictureOf', { point: one.of })} loading="lazy" width="160" height="120"></a><span class="small">${one.of}</span></li>`)}</ul>` : nothing;
  }

  /** Who signed what, and whether it is still so. @param {any} round @param {string|undefined} zone */
  signatures(round, zone) {
    return round.signatures?.length ? html`<ul class="names" aria-label=${t('patrol.report.signatures')}>${round.signatures.map((/** @type {any} */ one) => html`<li>${t(`patrol.signed.${one.kind}`, { by: one.by, role: one.role })} ${moment(one.at, zone)}
      ${one.current ? html`<span class="chip good">✓ ${t('patrol.signedCurrent')}</span>` : html`<span class="chip warn">▲ ${t('patrol.signedBefore')}</span>`} <code class="wrap small">${one.hash}</code></li>`)}</ul>` : nothing;
  }

  /** @param {any} round */
  actions(round) {
    const runs = may(this.who, ['admin', 'operator']);
    const over = ['COMPLETED', 'COMPLETED_LATE', 'INCOMPLETE', 'MISSED', 'CLOSED'].includes(round.state);
    const lacks = (/** @type {string} */ kind) => !round.signatures?.some((/** @type {any} */ one) => one.kind === kind && one.current);
    return html`<div class="row">
      ${over && lacks('SIGN') ? html`<button @click=${() => this.sign('SIGN')}>${t('patrol.order.SIGN')}</button>` : nothing}
      ${over && runs && lacks('COUNTERSIGN') ? html`<button @click=${() => this.sign('COUNTERSIGN')}>${t('patrol.order.COUNTERSIGN')}</button>` : nothing}
      ${runs && !over && round.state !== 'CANCELLED' ? (this.asked === 0 ? this.reason('CANCEL', 0) : html`<button class="danger" @click=${() => { this.asked = 0; }}>${t('patrol.order.CANCEL')}</button>`) : nothing}
      ${runs && !this.held ? (this.asked === -2 ? html`<form class="row" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.hold(fields(e).reason); }}><label class="field">${t('patrol.holdReason')}<input name="reason" required maxlength="500"></label><button class="primary">${t('patrol.hold')}</button></form>` : html`<button @click=${() => { this.asked = -2; }}>${t('patrol.hold')}</button>`) : nothing}</div>
      ${this.held ? html`<p class="notice good" role="status">${t('patrol.heldNow')} <a href="/patrol-keep?site=${this.site}">${t('nav.patrolKeep')}</a></p>` : nothing}`;
  }

  /** @param {any} scan @param {string|undefined} zone */
  scan(scan, zone) {
    return html`<li>${clock(scan.at, zone)} ${scan.name ?? scan.tag} · ${t(`patrol.way.${scan.way}`)} · ${t(`patrol.use.${scan.use}`)} ${scan.officers.map((/** @type {any} */ one) => one.name).join(', ')}
      <span class="quiet small">${(scan.flags ?? []).map((/** @type {string} */ flag) => t(`patrol.flag.${flag}`)).join(', ')} ${scan.use === 'NOT_BELIEVED' ? (scan.doubts ?? []).map((/** @type {string} */ one) => t(`patrol.doubt.${one}`)).join(', ') : ''} ${scan.manual ? `${scan.manual.by}: ${scan.manual.reason}` : ''} ${t('patrol.told', { time: moment(scan.receivedAt, zone) })}</span>
      ${(scan.photos ?? []).map((/** @type {string} */ photo) => html`<a href="/api/v1/sites/${this.site}/patrol-photos/${photo}" target="_blank" rel="noopener">${t('patrol.photo')}</a> `)}</li>`;
  }
}

customElements.define('gh-round', RoundView);
