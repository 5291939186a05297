// The gateway's own page: what is so right now at this site, also when the line to the fleet is cut.
// @ts-check
import { GhElement, ago, amount, clock, clockWords, html, locale, nothing, setLocale, size, startTheme, startWords, storageRows, t } from '/kit/kit.js';

const EACH_MILLIS = 2000;
const LOOK = { GRANTED: 'good', FREE_PASSAGE: 'good', DENIED: 'bad', IGNORED_DUPLICATE: '' };

class Gate extends GhElement {
  static properties = { status: { state: true }, silent: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.status = null;
    this.silent = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read() {
    try {
      const answer = await fetch('/api/v1/status');
      this.status = await answer.json();
      this.silent = false;
    } catch {
      this.silent = true;
    }
    setTimeout(() => this.read(), EACH_MILLIS);
  }

  render() {
    const { status } = this;
    return html`
      <header class="spread"><div><h1>${t('gate.title')} ${status?.gateway ?? ''}</h1><p class="quiet">${status ? `${t('gate.site')} ${status.site ?? '–'} · ${status.software}` : t('page.loading')}</p></div>
        <button @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')} lang=${locale() === 'en' ? 'zh-CN' : 'en'}>${locale() === 'en' ? '中文' : 'English'}</button></header>
      ${this.silent ? html`<p class="notice bad" role="alert">${t('gate.unreachable')}</p>` : nothing}
      ${status && status.link.doubt !== 'NONE' ? html`<p class="notice bad" role="alert">${t(`gate.doubt.${status.link.doubt}`)}</p>` : nothing}
      <main>${status ? this.content(status) : nothing}</main>`;
  }

  /** @param {any} status */
  content(status) {
    return html`
      <section class="card" aria-labelledby="gate-is"><h2 id="gate-is" class="visually-hidden">${t('gate.title')}</h2>${this.facts(status)}</section>
      <section class="card stack" aria-labelledby="room"><h2 id="room">${t('storage.room')}</h2>${this.storage(status.storage)}</section>
      <gh-rounds></gh-rounds>
      <section class="card stack" aria-labelledby="reads"><h2 id="reads">${t('gate.decisions')}</h2>
        ${status.decisions.length ? html`<ul class="reads">${status.decisions.slice(0, 15).map((/** @type {any} */ one) => this.line(one))}</ul>` : html`<p class="quiet">${t('gate.noDecisions')}</p>`}</section>
      <section class="card stack" aria-labelledby="devices"><h2 id="devices">${t('gate.devices')}</h2>
        ${status.devices.length ? this.devices(status.devices) : html`<p class="quiet">${t('gate.noDevices')}</p>`}</section>`;
  }

  /** @param {any} status */
  facts(status) {
    const { journal } = status;
    return html`<dl class="facts">
      <dt>${t('gate.link')}</dt><dd>${status.link.connected ? html`<span class="chip dot good">${t('gate.up')}</span>` : html`<span class="chip dot warn">${t('gate.down')}</span>`}</dd>
      <dt>${t('gate.book')}</dt><dd>${status.siteBook.version || t('gate.noBook')}</dd>
      <dt>${t('gate.waiting')}</dt><dd>${this.waiting(status)}</dd>
      <dt>${t('gate.storage')}</dt><dd>${journal.storageFailed ? html`<span class="chip bad"><span aria-hidden="true">■</span>${t('gate.storageFailed')}</span> ${journal.held ? t('gate.held', { count: amount(journal.held) }) : nothing}` : html`<span class="chip good"><span aria-hidden="true">✓</span>${t('gate.storageWell')}</span>`} <span class="quiet small">${size(journal.bytes)}</span></dd>
      <dt>${t('gate.clock')}</dt><dd>${clockWords({ ...status.clock, since: new Date(status.clock.since).toISOString() })}</dd>
    </dl>`;
  }

  /** How much the fleet does not hold, of what kind, and since when. @param {any} status */
  waiting(status) {
    const { journal, storage } = status;
    if (!journal.evidence && !journal.telemetry) {
      return t('gate.noneWaiting');
    }
    const kinds = Object.entries(storage.lanes[0]?.byClass ?? {}).map(([name, count]) => `${t(`backlogClass.${name}`)} ${amount(count)}`);
    const oldest = Math.min(...storage.lanes.map((/** @type {any} */ lane) => lane.oldestWaiting ?? Infinity));
    return html`${t('lane.EVIDENCE')} ${amount(journal.evidence)} · ${t('lane.TELEMETRY')} ${amount(journal.telemetry)}
      <span class="quiet small">${[kinds.length ? `${t('gate.waitingBy')} ${kinds.join(' · ')}` : '', Number.isFinite(oldest) ? t('gate.oldest', { ago: ago(new Date(oldest).toISOString()) }) : ''].filter(Boolean).map((one) => html`<br>${one}`)}</span>`;
  }

  /** @param {any} storage */
  storage(storage) {
    return storageRows({ lanes: storage.lanes, disk: storage.diskSize ? { free: storage.diskFree, size: storage.diskSize } : undefined });
  }

  /** @param {any} one */
  line(one) {
    const at = new Date(one.at).toISOString();
    return html`<li><time datetime=${at}>${clock(at)}</time>
      <span><span class="chip ${LOOK[/** @type {keyof LOOK} */ (one.outcome)] ?? ''}">${t(`outcome.${one.outcome}`)}</span></span>
      <strong>${one.person ?? t('event.unknownPerson', { mask: one.credential })}${one.details.watch ? html` <span class="chip ${one.details.watch === 'VIP' ? '' : 'warn'}">${t(`watch.${one.details.watch}`)}</span>` : nothing}</strong>
      <span class="quiet">${one.door ?? one.device}</span><span>${t(`reason.${one.reason}`, one.details)}</span></li>`;
  }

  /** @param {any[]} devices */
  devices(devices) {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('gate.devices')}><table>
      <thead><tr>${['device', 'session', 'heard', 'refused'].map((key) => html`<th scope="col">${t(`gate.${key}`)}</th>`)}</tr></thead>
      <tbody>${devices.map((one) => html`<tr><th scope="row">${one.id}</th>
        <td>${one.session ?? t('gate.notConnected')}</td>
        <td>${one.lastHeard ? ago(new Date(one.lastHeard).toISOString()) : '–'}</td>
        <td>${one.refused ? html`<span class="chip warn">${one.refused}</span>` : '0'}</td></tr>`)}</tbody></table></div>`;
  }
}

startTheme();
await startWords();
await import('./rounds.js');
customElements.define('gh-gate', Gate);
