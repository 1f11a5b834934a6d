// Sends a command of this page's office as a form would, and tells why it was refused.

/**
 * @param {HTMLFormElement} form carries `_token`
 * @param {string} kind kind of docket
 * @param {string} number docket number
 * @param {string} command command name
 * @param {Record<string, string>} fields values as a form sends them
 * @returns {Promise<void>} rejects with the refusal's sentence
 */
export async function act(form, kind, number, command, fields) {
  const body = new URLSearchParams(fields);
  body.set('_token', form.elements._token.value);
  const answer = await fetch(`/do/${kind}/${command}?docket=${encodeURIComponent(number)}`, {
    method: 'POST', body, redirect: 'manual', credentials: 'same-origin',
  });
  // A redirect is what a browser's form would follow: the act is done.
  if (answer.type === 'opaqueredirect' || answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const said = page.querySelector('[data-refusal], .refusal, [role="alert"]');
  throw new Error(said ? said.textContent.trim().replace(/\s+/g, ' ') : `${answer.status}`);
}

/** Texts of the page for its scripts, from the element that carries them. */
export function texts() {
  return document.querySelector('[data-texts]').dataset;
}

/** Offers bytes to the person as a file to keep. */
export function save(name, content, type = 'application/octet-stream') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
