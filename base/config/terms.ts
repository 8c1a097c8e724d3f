import { z } from 'zod';

/** A whole number above zero with its default and its meaning. */
export const count = (fallback: number, meaning: string) =>
  z.int().positive().default(fallback).describe(meaning);

/** A duration in milliseconds above zero. */
export const durationMs = count;

/** A value that is never shown: not in the output of `anel config`, not in an error, not in the log. */
export const secret = (meaning: string) =>
  z.string().min(1).nullable().default(null).meta({ description: meaning, secret: true });

/** A connection string, null for none: it may hold a password, which is never shown; the rest is. */
export const connection = (meaning: string) =>
  z.string().min(1).nullable().default(null).meta({ description: meaning, secret: true, connection: true });

/** The path of a PEM file, null for none. */
export const certificate = (meaning: string) => z.string().min(1).nullable().default(null).describe(meaning);
