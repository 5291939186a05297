// Events as rows: when, what became of it, who, where, and the reason in words. A row opens the whole event.
// @ts-check
import { GhElement, clock, day, html, moment, nothing, repeat, t, zoneMark } from '/kit/kit.js';
import { zoneOf } from '../lib/zones.js';
import { api, query } from '../lib/api.js';
import { detail, eventChip, proofs, reasonText, remedies, remedyText, subject, traceList, typeName, watchChip, where } from '../lib/says.js';

class EventList extends GhElement {
  static properties = { events: { attribute: false }, open: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.events = [];
    this.open = null;
  }

  render() {
    if (!this.events.length) {
      return html`<p class="notice">${t('events.none')}</p>`;
    }
    return html`<ul class="events">${repeat(this.events, (event) => event.id, (event) => this.row(event))}</ul>${this.whole()}`;
  }

  /** @param {any} event */
  row(event) {
    const zone = zoneOf(event.site);
    return html`
      <li><button class="event fresh" @click=${() => this.show(event)}>
        <time datetime=${event.gatewayTime} title=${moment(event.gatewayTime, zone)}>${clock(event.gatewayTime, zone)}<span class="quiet small"> ${day(event.gatewayTime, zone)} ${zoneMark(event.gatewayTime, zone)}</span></time>
        <span>${eventChip(event)}${event.replayed ? html` <span class="chip">${t('events.replayed')}</span>` : nothing}</span>
        <span class="who">${subject(event)}${watchChip(event)}</span>
        <span class="quiet">${where(event)}</span>
        <span>${detail(event)}${remedyText(event) ? html`<span class="quiet small remedy">${remedyText(event)}</span>` : nothing}</span>
      </button></li>`;
  }

  /** @param {any} event */
  async show(event) {
    this.open = event;
    await this.updateComplete;
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).showModal();
    this.open = await api.get(`/events/${event.site}/${event.gateway}/${event.log}/${event.seq}`);
  }

  /** All that would have to change; until the whole event is here, the first of it. @param {any} event */
  remedy(event) {
    const all = event.obstacles ? remedies(event) : [];
    return all.length > 1 ? html`<ul class="findings">${all.map((/** @type {string} */ one) => html`<li>${one}</li>`)}</ul>` : remedyText(event);
  }

  whole() {
    const event = this.open;
    if (!event) {
      return nothing;
    }
    const zone = zoneOf(event.site);
    /** @type {Array<[string, any]>} */
    const facts = [
      ['events.reason', reasonText(event)],
      ['events.remedy', this.remedy(event)],
      ['events.person', event.person ? html`<a href="/people/${event.site}/${event.person}" @click=${() => this.close()}>${event.personName ?? event.person}</a>` : ''],
      ['events.credential', event.credentialMask],
      ['events.by', proofs(event.details?.by)],
      ['events.where', where(event)],
      ['events.device', event.device ? html`<a href="/devices/${event.site}/${event.device}" @click=${() => this.close()}>${event.deviceName ?? event.device}</a>` : ''],
      ['events.deviceTime', event.deviceTime ? moment(event.deviceTime, zone) : t('events.noClock')],
      ['events.gatewayTime', moment(event.gatewayTime, zone)],
      ['events.fleetTime', moment(event.fleetTime, zone)],
      ['events.quality', t(`quality.${event.timeQuality}`)],
      ['events.book', event.siteBookVersion],
      ['events.id', html`<span class="mono">${event.id}</span>`],
    ];
    return html`
      <dialog aria-labelledby="event-title" @close=${() => { this.open = null; }}>
        <div class="stack">
          <div class="spread"><h2 id="event-title">${typeName(event.type)}</h2>${eventChip(event)}</div>
          <dl class="facts">${facts.filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => html`<dt>${t(key)}</dt><dd>${value}</dd>`)}</dl>
          ${event.trace?.length ? html`<details><summary>${t('events.trace')}</summary>${traceList(event.trace)}</details>` : nothing}
          ${event.body ? html`<details><summary>${t('events.body')}</summary><pre class="mono" tabindex="0">${JSON.stringify(event.body, null, 2)}</pre></details>` : nothing}
          ${event.person && event.accessPoint ? html`<p><a href="/what-if${query({ site: event.site, person: event.person, accessPoint: event.accessPoint, at: event.gatewayTime })}" @click=${() => this.close()}>${t('whatIf.tryAgain')}</a></p>` : nothing}
          <div class="row"><button @click=${() => this.close()} autofocus>${t('page.close')}</button></div>
        </div>
      </dialog>`;
  }

  close() {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.close();
  }
}

customElements.define('gh-event-list', EventList);
