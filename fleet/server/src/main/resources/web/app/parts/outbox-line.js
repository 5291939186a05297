// How many writes wait for a network, and which of them the server did not take.
// @ts-check
import { GhElement, clock, html, nothing, t } from '/kit/kit.js';
import { drop, flush, waiting } from '../lib/outbox.js';

class OutboxLine extends GhElement {
  constructor() {
    super();
    this.changed = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('gh-outbox', this.changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('gh-outbox', this.changed);
  }

  render() {
    const all = waiting();
    const refused = all.filter((one) => one.refused);
    const count = all.length - refused.length;
    return html`<div role="status">${count ? html`<p class="notice warn spread outbox"><span>${t('outbox.waiting', { count })}</span><button type="button" @click=${() => flush()}>${t('outbox.now')}</button></p>` : nothing}</div>
      ${refused.map((one) => html`<div class="notice bad stack" role="alert">
        <p>${t(`outbox.what.${one.what}`)} · ${one.name} · ${clock(one.at)}<br>${t('outbox.refused')} ${one.refused}</p>
        <p><button type="button" @click=${() => drop(one.request)}>${t('outbox.drop')}</button></p></div>`)}`;
  }
}

customElements.define('gh-outbox', OutboxLine);
