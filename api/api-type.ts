import type { GraphQLScalarType } from 'graphql';
import type { ApiContext } from './context.ts';

/** Computes a field of a parent. Arguments are already coerced: a DateTime is epoch milliseconds, a Decimal is its text. */
export type FieldResolver = (parent: never, args: never, context: ApiContext) => unknown;

/** A subscription: where its events come from, and the value of one event. */
export interface StreamResolver {
  readonly subscribe: (parent: never, args: never, context: ApiContext) => AsyncIterable<unknown>;
  readonly resolve: FieldResolver;
}

/** The fields of one GraphQL type. A field that is absent is read from the property of its name. */
export type TypeResolvers = Readonly<Record<string, FieldResolver | StreamResolver>>;

/** One folder of the schema: its `schema.graphql` and what the fields do. */
export interface ApiType {
  /** The folder below api/. */
  readonly folder: string;
  readonly types?: Readonly<Record<string, TypeResolvers>>;
  readonly scalars?: readonly GraphQLScalarType[];
}
