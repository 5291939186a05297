// Live changes by server-sent events. The browser resumes by itself with the last id; "reset" means: read again.
// @ts-check
const TOPICS = ['events', 'devices', 'gateways', 'backlog', 'gaps', 'audit', 'rounds', 'alarms', 'commands', 'jobs', 'rollouts', 'overview'];

/** @type {EventSource|null} */
let source = null;
let state = 'off';

export function liveState() {
  return state;
}

export function startLive() {
  stopLive();
  source = new EventSource(`/api/v1/stream?topics=${TOPICS.join(',')}`);
  source.onopen = () => say('on');
  source.onerror = () => {
    say('lost');
    if (source?.readyState === EventSource.CLOSED) {
      setTimeout(() => state === 'lost' && startLive(), 5000);
    }
  };
  for (const topic of TOPICS) {
    source.addEventListener(topic, (message) => tell(topic, JSON.parse(message.data)));
  }
  source.addEventListener('reset', () => tell('reset', {}));
}

export function stopLive() {
  source?.close();
  source = null;
  say('off');
}

/**
 * Hears a topic until the returned function is called.
 * @param {string} topic @param {(data: any) => void} hear
 */
export function hear(topic, hear) {
  const listener = (/** @type {any} */ event) => hear(event.detail);
  window.addEventListener(`gh-live-${topic}`, listener);
  return () => window.removeEventListener(`gh-live-${topic}`, listener);
}

/** @param {string} topic @param {any} data */
function tell(topic, data) {
  window.dispatchEvent(new CustomEvent(`gh-live-${topic}`, { detail: data }));
}

/** @param {string} next */
function say(next) {
  if (state !== next) {
    state = next;
    window.dispatchEvent(new Event('gh-live-state'));
  }
}
