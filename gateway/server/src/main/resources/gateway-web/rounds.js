// Today's rounds as the gateway judges them, and a code that pairs a guard's phone while the fleet cannot be asked.
// @ts-check
import { GhElement, clock, html, nothing, t } from '/kit/kit.js';

const EACH_MILLIS = 2000;
const LOOK = { COMPLETED: 'good', CLOSED: 'good', COMPLETED_LATE: 'warn', LATE_START: 'warn', INCOMPLETE: 'bad', MISSED: 'bad' };
const HERE = ['localhost', '127.0.0.1', '[::1]'];

class Rounds extends GhElement {
  static properties = { today: { state: true }, offer: { state: true }, refused: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.today = null;
    /** @type {any} */
    this.offer = null;
    this.refused = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read() {
    try {
      const answer = await fetch('/api/v1/patrol/rounds');
      this.today = answer.ok ? await answer.json() : this.today;
    } catch {
      // the page itself says that the gateway does not answer
    }
    setTimeout(() => this.read(), EACH_MILLIS);
  }

  /** @param {Event} submit */
  async code(submit) {
    submit.preventDefault();
    const officer = String(new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('officer'));
    const answer = await fetch('/guard/codes', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ officer }) });
    this.refused = !answer.ok;
    this.offer = answer.ok ? await answer.json() : null;
  }

  render() {
    const { today } = this;
    if (!today || (!today.rounds.length && !today.officers.length)) {
      return nothing;
    }
    return html`<section class="card stack" aria-labelledby="rounds"><h2 id="rounds">${t('gate.rounds')}</h2>
        ${today.clockTrusted ? nothing : html`<p class="notice bad" role="alert">${t('gate.roundsClock', { count: today.scansWithoutTime })}</p>`}
        ${today.alarms.length ? html`<p class="notice bad">${t('gate.openAlarms', { count: today.alarms.length })}</p>` : nothing}
        ${today.photosWaiting ? html`<p class="quiet">${t('gate.photosWaiting', { count: today.photosWaiting })}</p>` : nothing}
        ${today.rounds.length ? this.table(today) : html`<p class="quiet">${t('gate.noRounds')}</p>`}</section>
      ${HERE.includes(location.hostname) ? this.phone(today) : nothing}`;
  }

  /** @param {any} today */
  table(today) {
    const heads = ['round', 'roundBegins', 'roundState', 'roundPoints', 'roundMissed'];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('gate.rounds')}><table>
      <thead><tr>${heads.map((key) => html`<th scope="col">${t(`gate.${key}`)}</th>`)}</tr></thead>
      <tbody>${today.rounds.map((/** @type {any} */ round) => html`<tr><th scope="row">${round.routeName}<br><span class="quiet small">${(round.officers ?? []).join(' ')}</span></th>
        <td>${clock(round.plannedAt, today.zone).slice(0, 5)}</td>
        <td><span class="chip ${LOOK[/** @type {keyof LOOK} */ (round.state)] ?? ''}">${t(`patrol.state.${round.state}`)}</span></td>
        <td>${t('gate.roundMade', { made: round.made, planned: round.planned })}</td>
        <td>${round.stops.filter((/** @type {any} */ stop) => stop.status === 'MISSED').map((/** @type {any} */ stop) => html`${stop.name} <span class="quiet small">${stop.cause ? t(`patrol.cause.${stop.cause}`) : ''} ${(stop.flags ?? []).map((/** @type {string} */ flag) => t(`patrol.flag.${flag}`)).join(', ')}</span><br>`)}</td></tr>`)}</tbody></table></div>`;
  }

  /** @param {any} today */
  phone(today) {
    return html`<section class="card stack" aria-labelledby="phone"><h2 id="phone">${t('gate.phone')}</h2>
      <p>${t('gate.phoneWhat', { address: '/guard/' })}</p>
      <form class="row" @submit=${(/** @type {Event} */ e) => this.code(e)}>
        <label class="field">${t('gate.phoneOfficer')}<select name="officer">${today.officers.map((/** @type {any} */ one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
        <button>${t('gate.phoneCode')}</button></form>
      ${this.offer ? html`<p class="notice good" role="status">${t('gate.phoneIs', { code: this.offer.code, minutes: Math.round(this.offer.seconds / 60) })}</p>` : nothing}
      ${this.refused ? html`<p class="notice bad" role="alert">${t('gate.phoneRefused')}</p>` : nothing}</section>`;
  }
}

customElements.define('gh-rounds', Rounds);
