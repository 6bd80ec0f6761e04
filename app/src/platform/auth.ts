import { createSigner, createVerifier, TokenError } from 'fast-jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from './errors.js';

export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the access token says. */
export interface Identity {
  userId: string;
  tenantId: string;
  role: Role;
  /** The sign-in this token came from. */
  familyId: string;
  expiresAt: Date;
}

interface Claims {
  sub: string;
  tenant: string;
  role: Role;
  family: string;
  exp: number;
}

const ISSUER = 'bazaar';

/** Signs and reads access tokens. HMAC runs on the spot and does not queue behind the password hashing of others. */
export class AccessTokens {
  readonly #sign: (claims: Omit<Claims, 'exp'>) => string;
  readonly #verify: (token: string) => unknown;
  readonly #seconds: number;

  constructor(secret: string, seconds: number) {
    this.#seconds = seconds;
    this.#sign = createSigner({ key: secret, algorithm: 'HS256', iss: ISSUER, expiresIn: seconds * 1000 });
    this.#verify = createVerifier({ key: secret, algorithms: ['HS256'], allowedIss: ISSUER, requiredClaims: ['sub', 'tenant', 'role', 'family', 'exp'] });
  }

  issue(user: { id: string; tenantId: string; role: Role }, familyId: string): { accessToken: string; expiresAt: string } {
    const accessToken = this.#sign({ sub: user.id, tenant: user.tenantId, role: user.role, family: familyId });
    // As the token itself says it: its clock has whole seconds.
    return { accessToken, expiresAt: new Date((Math.floor(Date.now() / 1000) + this.#seconds) * 1000).toISOString() };
  }

  read(token: string): Identity {
    try {
      const claims = this.#verify(token) as Claims;
      return { userId: claims.sub, tenantId: claims.tenant, role: claims.role, familyId: claims.family, expiresAt: new Date(claims.exp * 1000) };
    } catch (error) {
      if (error instanceof TokenError && error.code === TokenError.codes.expired) throw unauthorized('token_expired', 'The access token has expired. Refresh it.');
      throw unauthorized('token_invalid', 'The access token is not valid. Sign in.');
    }
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    identity: Identity | null;
  }
}

/** Demands an access token of every request below `scope`. */
export function requireIdentity(scope: FastifyInstance, tokens: AccessTokens): void {
  scope.addHook('onRequest', async (request) => {
    const [, token] = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (!token) throw unauthorized('token_missing', 'Send the access token as "Authorization: Bearer <token>".');
    request.identity = tokens.read(token);
  });
}

/** The identity of a request below a scope that requires one. */
export function identityOf(request: FastifyRequest): Identity {
  if (!request.identity) throw unauthorized('token_missing', 'Sign in.');
  return request.identity;
}

export function unauthorized(code: string, message: string): HttpError {
  return new HttpError(401, code, message, { headers: { 'www-authenticate': 'Bearer' } });
}
