import { type DocumentNode, type GraphQLError, parse } from 'graphql';

/** Tokens of one document: parsing takes time before anything can be measured. */
const tokensMax = 10_000;

/** Options for every parse of a request. */
export const parseOptions = { maxTokens: tokensMax } as const;

/** Parses a request's document. Throws a GraphQLError for a syntax error and for too many tokens. */
export function parseDocument(text: string): DocumentNode {
  return parse(text, parseOptions);
}

/** True for the error of a document that has too many tokens: graphql gives it no code, only these words. */
export function isTooManyTokens(error: GraphQLError): boolean {
  return (
    error.message.includes(`more that ${tokensMax} tokens`) ||
    error.message.includes(`more than ${tokensMax} tokens`)
  );
}
