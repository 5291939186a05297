// What a draft would have made different in the last days: the sentence first, then by whom, where and why.
// @ts-check
import { GhElement, amount, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { typeWord } from '../lib/access.js';
import { eventChip, reasonText } from '../lib/says.js';
import { zoneOf } from '../lib/zones.js';

const DAYS = [1, 7, 14, 31];
const KINDS = ['wouldRefuse', 'wouldAdmit', 'wouldAsk', 'wouldNotAsk'];
const SENTENCES = { wouldRefuse: 'replay.refuse', wouldAdmit: 'replay.admit', wouldAsk: 'replay.ask', wouldNotAsk: 'replay.notAsk' };
const RESIDENTS = ['OWNER', 'TENANT', 'FAMILY'];
const SHOWN = 20;

class Replay extends GhElement {
  static properties = { site: {}, draft: { attribute: false }, report: { state: true }, refused: { state: true }, busy: { state: true }, days: { state: true } };

  constructor() {
    super();
    this.site = '';
    /** What would be saved: the form is asked when the button is pressed. @type {() => any} */
    this.draft = () => null;
    /** @type {any} */
    this.report = null;
    /** @type {any} */
    this.refused = null;
    this.busy = false;
    this.days = 7;
  }

  async run() {
    const draft = this.draft();
    if (!draft) {
      return;
    }
    this.busy = true;
    this.refused = null;
    this.report = null;
    try {
      this.report = await api.post(`/sites/${this.site}/what-if/replay`, { ...draft, days: this.days });
      this.dispatchEvent(new CustomEvent('findings', { detail: this.report.warnings }));
    } catch (refused) {
      this.refused = refused;
      this.dispatchEvent(new CustomEvent('findings', { detail: /** @type {any} */ (refused).findings ?? [] }));
    }
    this.busy = false;
  }

  render() {
    return html`<section class="replay stack" aria-label=${t('replay.preview')}>
      <div class="row"><button type="button" ?disabled=${this.busy} @click=${() => this.run()}>${t('replay.preview')}</button>
        <label class="row small quiet">${t('replay.span')}<select class="short" @change=${(/** @type {any} */ e) => { this.days = Number(e.target.value); }}>${DAYS.map((days) => html`<option value=${days} ?selected=${days === this.days}>${t('replay.days', { days })}</option>`)}</select></label></div>
      <div class="stack" aria-live="polite">${this.busy ? html`<p class="quiet">${t('replay.working')}</p>` : nothing}
        ${this.refused ? html`<p class="notice bad">${this.refused.findings?.length ? t('replay.refused') : `${this.refused.message} ${this.refused.hint ?? ''}`}</p>` : nothing}
        ${this.report ? this.whole(this.report) : nothing}</div></section>`;
  }

  /** @param {any} report */
  whole(report) {
    const zone = zoneOf(this.site);
    const span = t('replay.of', { reads: report.reads, from: moment(report.from, zone), to: moment(report.to, zone) });
    const cut = report.cut ? html`<p class="notice warn">${t(report.cut === 'ROWS' ? 'replay.cutRows' : 'replay.cutTime', { to: moment(report.to, zone) })}</p>` : nothing;
    if (!report.reads) {
      return html`<p class="notice">${t('replay.noReads')}</p>`;
    }
    const foot = html`<p class="quiet small">${report.asRecorded < report.reads ? t('replay.asRecorded', { same: amount(report.asRecorded), reads: amount(report.reads) }) : ''} ${t('replay.nothingChanged')}</p>`;
    if (!report.differing) {
      return html`${cut}<p class="notice good">${t('replay.same', { reads: amount(report.reads) })}</p>${foot}`;
    }
    return html`${cut}<div class="notice ${report.wouldRefuse.reads ? 'warn' : ''}"><p><strong>${t('replay.title')}</strong></p>
        <ul class="findings">${KINDS.filter((kind) => report[kind].reads).map((kind) => html`<li>${t(SENTENCES[/** @type {keyof SENTENCES} */ (kind)], { ...report[kind], residents: this.residents(report) })}</li>`)}</ul>
        <p class="small">${span}</p></div>
      ${this.table('replay.byType', report.byType, (row) => (row.type === 'UNKNOWN' ? t('replay.unknownType') : typeWord(row.type)))}
      ${this.table('replay.byDoor', report.byDoor, (row) => row.doorName)}
      ${this.table('replay.byReason', report.byReason, (row) => t(`reason.${row.reason}`))}
      <details class="calm"><summary>${t('replay.list')}</summary><ul class="commands">${report.items.slice(0, SHOWN).map((/** @type {any} */ item) => this.item(item, zone))}</ul></details>${foot}`;
  }

  /** @param {any} report */
  residents(report) {
    return report.byType.filter((/** @type {any} */ row) => RESIDENTS.includes(row.type)).reduce((/** @type {number} */ sum, /** @type {any} */ row) => sum + row.wouldRefuse, 0);
  }

  /** @param {string} title @param {any[]} rows @param {(row: any) => string} name */
  table(title, rows, name) {
    const used = KINDS.filter((kind) => rows.some((row) => row[kind]));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t(title)}><table>
      <thead><tr><th>${t(title)}</th>${used.map((kind) => html`<th class="number">${t(`replay.${kind}`)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr><td>${name(row)}</td>${used.map((kind) => html`<td class="number">${amount(row[kind])}</td>`)}</tr>`)}</tbody></table></div>`;
  }

  /** @param {any} item @param {string|undefined} zone */
  item(item, zone) {
    return html`<li><div class="spread"><span><strong>${item.personName ?? t('replay.unknownType')}</strong> <span class="quiet small">${item.doorName ?? ''} · ${moment(item.gatewayTime, zone)}</span></span>
      <span class="row">${eventChip(item.was)} <span aria-hidden="true">→</span> ${eventChip(item.would)}</span></div>
      <p class="quiet small">${reasonText(item.difference === 'ADMIT' || item.difference === 'NOT_ASK' ? item.was : item.would)}</p></li>`;
  }
}

customElements.define('gh-replay', Replay);
