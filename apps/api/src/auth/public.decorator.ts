import { SetMetadata } from '@nestjs/common';

import type { StaffRole } from '#core/staff/staff-store';

export const PUBLIC = 'townline:public';
export const ROLES = 'townline:roles';

/** Everybody may call it. Without this mark a route needs a key. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Only people with one of these roles may call it. */
export const Roles = (...roles: readonly StaffRole[]) => SetMetadata(ROLES, roles);
