import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { identityOf, requireIdentity, unauthorized } from '../platform/auth.js';
import type { Platform } from '../platform/platform.js';
import { findUser, listMembers } from './repository.js';
import { forbidden, mayActAs } from './roles.js';
import { ByMember, ChangeRole, CreateTenant, Login, Register } from './schema.js';
import { changeRole } from './service/change-role.js';
import { createTenant } from './service/create-tenant.js';
import { login } from './service/login.js';
import { logout } from './service/logout.js';
import { refresh } from './service/refresh.js';
import { register } from './service/register.js';

const COOKIE = 'bazaar_refresh';
/** Sent nowhere but to the requests that trade it. */
const COOKIE_PATH = '/api/auth';

export function accountRoutes(platform: Platform): FastifyPluginAsyncTypebox {
  const setCookie = (reply: FastifyReply, token: string) =>
    reply.setCookie(COOKIE, token, { path: COOKIE_PATH, httpOnly: true, sameSite: 'strict', secure: 'auto', maxAge: platform.config.refreshTokenSeconds });

  return async (app) => {
    app.post('/tenants', { schema: { body: CreateTenant } }, async (request, reply) => reply.code(201).send(await createTenant(platform, request.body)));

    app.post('/auth/register', { schema: { body: Register } }, async (request, reply) => reply.code(201).send({ user: await register(platform, request.body) }));

    app.post('/auth/login', { schema: { body: Login } }, async (request, reply) => {
      const { refreshToken, ...signedIn } = await login(platform, request.body);
      return setCookie(reply, refreshToken).send(signedIn);
    });

    app.post('/auth/refresh', async (request, reply) => {
      const token = request.cookies[COOKIE];
      if (!token) throw unauthorized('refresh_token_missing', 'There is no sign-in to refresh. Sign in.');
      const { refreshToken, ...signedIn } = await refresh(platform, token);
      if (refreshToken) setCookie(reply, refreshToken);
      return reply.send(signedIn);
    });

    app.post('/auth/logout', async (request, reply) => {
      const token = request.cookies[COOKIE];
      if (token) await logout(platform, token);
      return reply.clearCookie(COOKIE, { path: COOKIE_PATH }).code(204).send();
    });

    const identified: FastifyPluginAsyncTypebox = async (scope) => {
      requireIdentity(scope, platform.tokens);
      scope.get('/me', async (request) => {
        const user = await findUser(platform.postgres, identityOf(request).userId);
        if (!user) throw unauthorized('token_invalid', 'This account is gone.');
        return { user };
      });

      scope.get('/members', async (request) => {
        const { userId, tenantId } = identityOf(request);
        const user = await findUser(platform.postgres, userId);
        if (!user || !mayActAs(user.role, 'admin')) throw forbidden('Only an admin may see who is a member.');
        return { members: await listMembers(platform.postgres, tenantId) };
      });

      scope.put('/members/:id/role', { schema: { params: ByMember, body: ChangeRole } }, async (request) => ({
        member: await changeRole(platform, identityOf(request), request.params.id, request.body),
      }));
    };
    await app.register(identified);
  };
}
