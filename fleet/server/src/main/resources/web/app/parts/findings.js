// What there is to say of a configuration: why something was not saved, and what to do; or what to know.
// @ts-check
import { GhElement, has, html, nothing, t } from '/kit/kit.js';

class Findings extends GhElement {
  static properties = { findings: { attribute: false } };

  constructor() {
    super();
    /** @type {any[]} */
    this.findings = [];
  }

  render() {
    if (!this.findings?.length) {
      return nothing;
    }
    const refused = this.findings.some((one) => one.severity === 'REFUSED');
    return html`<div class="notice ${refused ? 'bad' : 'warn'}" role=${refused ? 'alert' : 'status'}>
      <p><strong>${t(refused ? 'access.refused' : 'access.findings')}</strong></p>
      <ul class="findings">${this.findings.map((one) => html`<li><span class="mono">${one.field}</span><br>
        ${findingText('finding', one)}<br><span>${t('access.todo')}: ${findingText('findingTodo', one)}</span></li>`)}</ul></div>`;
  }
}

/** What there is to say of one, or what to do about it. @param {string} family @param {any} one */
export function findingText(family, one) {
  const params = one.params ?? {};
  const what = has(`thing.${params.what}`) ? t(`thing.${params.what}`) : params.what;
  return has(`${family}.${one.code}`) ? t(`${family}.${one.code}`, { ...params, what }) : family === 'finding' ? one.message : one.hint;
}

customElements.define('gh-findings', Findings);
