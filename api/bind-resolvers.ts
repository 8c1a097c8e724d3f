import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
} from 'graphql';
import { assert, present } from '../base/assert.ts';
import type { ApiType, FieldResolver, StreamResolver } from './api-type.ts';
import type { ApiContext } from './context.ts';

type Resolve = GraphQLFieldResolver<unknown, ApiContext>;

/** Puts the resolvers and scalars of one folder into a schema that was built from SDL. */
export function bindResolvers(schema: GraphQLSchema, type: ApiType): void {
  for (const scalar of type.scalars ?? []) {
    const target = schema.getType(scalar.name);
    assert(isScalarType(target), `scalar ${scalar.name} has no SDL`);
    target.serialize = scalar.serialize;
    target.parseValue = scalar.parseValue;
    target.parseLiteral = scalar.parseLiteral;
  }
  for (const [typeName, fields] of Object.entries(type.types ?? {})) {
    const target = schema.getType(typeName);
    assert(isObjectType(target), `type ${typeName} has no SDL`);
    for (const [fieldName, resolver] of Object.entries(fields)) {
      bindField(present(target.getFields()[fieldName], `field ${typeName}.${fieldName}`), resolver);
    }
  }
}

function bindField(field: GraphQLField<unknown, ApiContext>, resolver: FieldResolver | StreamResolver): void {
  if (typeof resolver === 'function') {
    field.resolve = timed(resolver);
    return;
  }
  field.subscribe = resolver.subscribe as unknown as Resolve;
  field.resolve = timed(resolver.resolve);
}

/** Every read of a request ends at the request's deadline, whatever the store does. */
function timed(resolver: FieldResolver): Resolve {
  const resolve = resolver as unknown as Resolve;
  return (parent, args, context, info) => {
    const value = resolve(parent, args, context, info);
    return value instanceof Promise ? context.withinDeadline(value) : value;
  };
}
