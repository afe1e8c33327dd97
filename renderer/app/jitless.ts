/**
 * Must be the first import: zod otherwise probes `new Function` when the schemas in `shared/` are built, and
 * the content security policy reports that as a violation.
 */
import { z } from 'zod';

z.config({ jitless: true });
