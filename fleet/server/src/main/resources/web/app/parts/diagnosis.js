// Answers of a diagnosis, of a device or of the installation: what was found, what was measured, what to do.
// @ts-check
import { GhElement, has, html, moment, nothing, t } from '/kit/kit.js';

const LOOK = { GOOD: 'good', DOUBTFUL: 'warn', BAD: 'bad', UNKNOWN: '' };
/** Sentences leave nothing open. */
const NOTHING = Object.fromEntries(['gateway', 'at', 'has', 'wanted', 'times', 'generation', 'percent', 'listens', 'session', 'why', 'seconds', 'usual', 'missed', 'millis', 'version', 'size', 'schema', 'freeMegabytes', 'files', 'all', 'silent', 'clocks', 'others'].map((name) => [name, '']));

/** @param {any} check */
export function finding(check) {
  const facts = { ...NOTHING, ...check.facts, ...(check.facts.at ? { at: moment(check.facts.at) } : {}) };
  return has(`diagnosis.${check.code}`) ? t(`diagnosis.${check.code}`, facts) : check.code;
}

/** @param {any} check */
export function remedy(check) {
  return has(`diagnosisTodo.${check.code}`) ? t(`diagnosisTodo.${check.code}`) : '';
}

class Checks extends GhElement {
  static properties = { checks: { attribute: false } };

  constructor() {
    super();
    /** @type {any[]} */
    this.checks = [];
  }

  render() {
    return html`<ul class="commands checks">${this.checks.map((one) => html`<li>
      <div class="spread"><strong>${t(`diagnosisSubject.${one.subject}`)}</strong><span class="chip ${LOOK[/** @type {keyof LOOK} */ (one.verdict)]}">${t(`diagnosisVerdict.${one.verdict}`)}</span></div>
      <p>${finding(one)}</p>
      ${one.verdict !== 'GOOD' && remedy(one) ? html`<p class="quiet small">${t('diagnosis.todo', { what: remedy(one) })}</p>` : nothing}</li>`)}</ul>`;
  }
}

customElements.define('gh-checks', Checks);
