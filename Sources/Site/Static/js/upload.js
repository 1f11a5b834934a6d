// Resumable upload by the tus 1.0 protocol: create, send in parts, and after a break ask how far it came.

const PART = 8 * 1024 * 1024;
const TRIES = 8;

/**
 * @param {Blob} blob
 * @param {string} section
 * @param {string} token the page's form token
 * @param {(share: number) => void} progress from 0 to 1
 * @returns {Promise<string>} the receipt's address
 */
export async function upload(blob, section, token, progress) {
  const headers = { 'Tus-Resumable': '1.0.0', 'X-Form-Token': token };
  const created = await checked(fetch('/uploads', {
    method: 'POST',
    headers: {
      ...headers,
      'Upload-Length': String(blob.size),
      'Upload-Metadata': `section ${btoa(section)}`,
    },
  }));
  const address = created.headers.get('Location');
  let offset = 0;
  let receipt = null;
  let failures = 0;
  while (offset < blob.size) {
    const part = await blob.slice(offset, offset + PART).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', part));
    try {
      const answer = await checked(fetch(address, {
        method: 'PATCH',
        headers: {
          ...headers,
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': String(offset),
          'Upload-Checksum': `sha256 ${btoa(String.fromCharCode(...digest))}`,
        },
        body: part,
      }));
      offset = Number(answer.headers.get('Upload-Offset'));
      receipt = answer.headers.get('Receipt');
      failures = 0;
      progress(offset / blob.size);
    } catch (error) {
      if (error.refused || ++failures > TRIES) throw error;
      await new Promise((resume) => { setTimeout(resume, 500 * 2 ** failures); });
      const status = await fetch(address, { method: 'HEAD', headers }).catch(() => null);
      if (status?.ok) offset = Number(status.headers.get('Upload-Offset'));
    }
  }
  return receipt;
}

async function checked(request) {
  const answer = await request;
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  const language = document.documentElement.lang;
  const error = new Error(problem.explanation?.[language] ?? `${answer.status}`);
  // A part that was damaged on the way, or a place that moved on, may be sent again; anything else is an answer.
  error.refused = ![460, 409, 423].includes(answer.status) && answer.status < 500;
  throw error;
}
