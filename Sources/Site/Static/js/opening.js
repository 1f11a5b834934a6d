// At the opening: holders publish their private keys, bidders release theirs; key files are read here only.
import { importEncryptedPKCS8, privateScalar, releaseBidderKey } from './sealing.js';
import { act, texts } from './act.js';

async function read(form, fileId, passphraseId) {
  const file = form.querySelector(`#${fileId}`).files[0];
  const passphrase = form.querySelector(`#${passphraseId}`).value;
  return importEncryptedPKCS8(await file.text(), passphrase);
}

function on(selector, work) {
  const form = document.querySelector(selector);
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const status = form.querySelector('[data-status]');
    const button = form.querySelector('button');
    button.disabled = true;
    status.textContent = texts().working;
    try {
      await work(form);
      status.textContent = texts().done;
      location.reload();
    } catch (error) {
      status.textContent = error.message || texts().wrong;
      button.disabled = false;
    }
  });
}

on('[data-reveal]', async (form) => {
  let key;
  try {
    key = await read(form, 'holder-file', 'holder-passphrase');
  } catch {
    throw new Error(texts().wrong);
  }
  if (form.dataset.keyId && key.keyID !== form.dataset.keyId) throw new Error(texts().mismatch);
  await act(form, form.dataset.kind, form.dataset.number, 'revealOpeningKey', { privateKey: await privateScalar(key) });
});

on('[data-release]', async (form) => {
  const header = await (await fetch(form.dataset.header)).text();
  let released;
  try {
    released = await releaseBidderKey(header, await read(form, 'bid-file', 'bid-passphrase'));
  } catch {
    throw new Error(texts().wrong);
  }
  await act(form, form.dataset.kind, form.dataset.number, 'releaseBidderKey', { bidderKey: released });
});
