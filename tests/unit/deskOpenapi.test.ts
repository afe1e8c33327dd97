import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Desk, startDesk } from '../desk/desk.ts';

const RULES = fileURLToPath(new URL('../desk/redocly.yaml', import.meta.url));
const Document = z.object({
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
  components: z.object({ schemas: z.record(z.string(), z.looseObject({})) }),
});

let desk: Desk;
let published: string;

beforeAll(async () => {
  desk = await startDesk();
  published = await (await fetch(`${desk.url}/openapi.json`)).text();
});
afterAll(() => desk.close());

/** What the linter says of a document, errors and warnings alike. */
async function faultsIn(source: string): Promise<string[]> {
  const config = await createConfig(readFileSync(RULES, 'utf8'), { configPath: RULES });
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
}

describe('openapi.json', () => {
  it('has no errors and no warnings', async () => {
    expect(await faultsIn(published)).toEqual([]);
  });

  it.each([
    ['an operation without a name', 'operation-operationId', '"operationId":"getAccount",', ''],
    ['two operations of one name', 'operation-operationId-unique', '"getAccount"', '"getTicket"'],
    ['an answer without words', 'struct', '"description":"The account."', '"describes":""'],
    ['no address', 'no-empty-servers', /"servers":\[[^\]]*\]/, '"servers":[]'],
    ['a reference to nothing', 'no-unresolved-refs', 'schemas/Account"', 'schemas/Accounts"'],
    [
      'a schema that nobody uses',
      'no-unused-components',
      '"schemas":{',
      '"schemas":{"Other":{"type":"null"},',
    ],
  ])('is refused with %s', async (_, rule, right, wrong) => {
    const broken = published.replace(right, wrong);
    expect(broken).not.toBe(published);
    expect((await faultsIn(broken)).join('\n')).toContain(`${rule}: `);
  });

  it('names the desk that was asked, and every operation', () => {
    const { servers, paths } = Document.parse(JSON.parse(published));
    expect(servers.map(({ url }) => url)).toEqual([desk.url]);
    const names = Object.values(paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
    expect(names).toEqual(expect.arrayContaining(['putTicket', 'beginUpload', 'askUpload', 'sendBytes']));
  });

  it('says that kinds of changes and events, and codes of problems, may be others', () => {
    const { ChangesPage, Ticket, Problem } = Document.parse(JSON.parse(published)).components.schemas;
    expect(ChangesPage).toMatchObject({ properties: { changes: { items: grows('article_deleted') } } });
    expect(Ticket).toMatchObject({ properties: { events: { items: grows('merged') } } });
    const codes = [{ enum: expect.arrayContaining(['cursor_expired']) }, { type: 'string' }];
    expect(Problem).toMatchObject({ required: ['title'], properties: { code: { anyOf: codes } } });
  });
});

/** A list of known kinds beside which others may stand. */
const grows = (kind: string) => ({
  anyOf: [
    { oneOf: expect.any(Array) },
    { properties: { kind: { not: { enum: expect.arrayContaining([kind]) } } } },
  ],
});
