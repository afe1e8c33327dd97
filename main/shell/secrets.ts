/** Secrets, encrypted by the operating system's keyring where there is one, in a small file of the profile. */
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { LifelineError } from '#shared/errors.ts';
import { SecretName } from '#shared/wire.ts';

const SecretsFile = z.partialRecord(SecretName, z.base64());
type SecretsFile = z.infer<typeof SecretsFile>;

export function openSecrets(folder: string) {
  const file = join(folder, 'secrets.json');

  async function load(): Promise<SecretsFile> {
    try {
      return SecretsFile.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw failed(error);
    }
  }

  return {
    /** The secret, or null when none was kept. Throws `secrets_failed` when it is there but cannot be read. */
    async read({ name }: { name: SecretName }): Promise<string | null> {
      const kept = (await load())[name];
      if (kept === undefined) return null;
      try {
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(kept, 'base64'));
        return result;
      } catch (error) {
        throw failed(error);
      }
    },

    /** Keeps the secret; written whole or not at all. A file that cannot be read any more is replaced. */
    async write({ name, value }: { name: SecretName; value: string }): Promise<null> {
      try {
        const encrypted = await safeStorage.encryptStringAsync(value);
        const kept = await load().catch((): SecretsFile => ({}));
        await replaceFile(file, JSON.stringify({ ...kept, [name]: encrypted.toString('base64') }));
        return null;
      } catch (error) {
        throw failed(error);
      }
    },

    /** Who keeps them, in Electron's words. `basic_text` protects nothing, and the person is told. */
    async backend(): Promise<string> {
      return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
    },
  };
}

function failed(error: unknown): LifelineError {
  if (error instanceof LifelineError) return error;
  return new LifelineError('secrets_failed', {
    detail: error instanceof Error ? error.message : String(error),
  });
}

async function replaceFile(file: string, content: string): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}
