// What stands on a label, however it was read.
// @ts-check

/**
 * The code of a label: out of its address, whoever's fleet it names, or as it was typed; nothing when it is neither.
 * @param {string} text
 */
export function codeOf(text) {
  const said = text.trim();
  const code = /^https?:\/\/[^/\s]+\/c\/([^/?#\s]+)\/?(?:[?#].*)?$/i.exec(said)?.[1] ?? said;
  return /^[0-9a-z]{5}-?[0-9a-z]{5}$/i.test(code) ? code.toUpperCase() : '';
}

/** The address that stands on a label. @param {string} code */
export function addressOf(code) {
  return `${location.origin}/c/${code}`;
}
