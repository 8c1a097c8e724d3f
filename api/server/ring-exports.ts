import type { FastifyInstance, FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import type { Config } from '../../base/config.ts';
import { ApiContext } from '../context.ts';
import { languageOf } from '../dossier/language-of.ts';
import { errorBody } from '../errors/public-error.ts';
import { ownIdOf } from '../node/global-id.ts';
import type { ApiServices } from '../services.ts';

interface ExportRequest {
  /** `ID.EXTENSION`; an id has no dot. */
  readonly Params: { readonly file: string };
  readonly Querystring: { readonly language?: string };
}

/**
 * `GET /rings/ID.EXTENSION?language=en`: the dossier of a ring as a file, in any of `services.exportFormats`. 404 for a ring or format that there is
 * not, 400 for a language. Within `api.requestTimeoutMs`; `onRequest` limits the requests of a client.
 */
export function addRingExports(
  app: FastifyInstance,
  services: ApiServices,
  config: Config['api'],
  onRequest: onRequestAsyncHookHandler,
): void {
  app.get<ExportRequest>('/rings/:file', { onRequest }, async ({ params, query }, reply) => {
    const context = new ApiContext(services, config);
    try {
      return await context.withinDeadline(sendExport(params.file, query.language ?? 'en', context, reply));
    } finally {
      context.end();
    }
  });
}

async function sendExport(
  file: string,
  language: string,
  { services, loaders }: ApiContext,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const dot = file.indexOf('.');
  const ending = file.slice(dot + 1);
  const formats = Object.values(services.exportFormats);
  const format = dot < 0 ? undefined : formats.find(({ extension }) => extension === ending);
  if (format === undefined) {
    const known = formats.map(({ extension }) => extension).join(', ');
    return reply
      .code(404)
      .send(errorBody('NOT_FOUND', `expected the id of a ring, a dot and one of ${known}`));
  }
  const dossier = await loaders.dossiers.load(ownIdOf('Ring', file.slice(0, dot)));
  if (dossier === null) return reply.code(404).send(errorBody('NOT_FOUND', 'there is no ring with this id'));
  const content = await format.write(dossier, languageOf(dossier, language));
  const name = `${dossier.ring.id}.${ending}`;
  return reply
    .type(format.mediaType)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(typeof content === 'string' ? content : Buffer.from(content));
}
