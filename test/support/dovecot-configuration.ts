import { join } from 'node:path';

import type { Certificate } from './private-certificates.js';

export interface DovecotShape {
  readonly folder: string;
  readonly imapPort: number;
  readonly lmtpPort: number;
  /** Whose the mail is. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** The ordinary user that everything runs as; null for root. */
  readonly user: string | null;
  readonly password: string;
  /** Absent: nothing is encrypted. */
  readonly encryption?: { readonly certificate: Certificate; readonly imapsPort: number };
}

/** For Dovecot 2.3, which wants one setting a line. Wrong passwords cost a second, not ever more. */
export function dovecotConfiguration(shape: DovecotShape): string {
  const { folder, imapPort, lmtpPort, owner, password } = shape;
  return `
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1
${encryptionLines(shape)}
auth_failure_delay = 1 secs
mail_max_userip_connections = 200
first_valid_uid = 1
postmaster_address = postmaster@fairmill.example
mail_plugins = quota acl
mail_location = maildir:${join(folder, 'mail')}/%u/Maildir
namespace inbox {
  inbox = yes
  separator = /
}
namespace small {
  prefix = Small/
  separator = /
  location = maildir:${join(folder, 'small')}/%u
}
plugin {
  acl = vfile
  quota = count:Whole quota:ns=
  quota_rule = *:storage=1G
  quota2 = count:Small quota:ns=Small/
  quota2_rule = *:messages=2
  quota_vsizes = yes
}
protocol imap {
  mail_plugins = quota acl imap_quota imap_acl
}
protocol lmtp {
  mail_plugins = quota acl
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${join(folder, 'mail')}/%u allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = ${shape.encryption?.imapsPort ?? 0}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
${shape.user === null ? '' : ordinaryUser(shape.user)}`;
}

function encryptionLines({ encryption }: DovecotShape): string {
  if (encryption === undefined) return 'ssl = no\ndisable_plaintext_auth = no';
  const { certificatePath, keyPath } = encryption.certificate;
  return `ssl = required\nssl_cert = <${certificatePath}\nssl_key = <${keyPath}\ndisable_plaintext_auth = yes`;
}

function ordinaryUser(name: string): string {
  return `
default_internal_user = ${name}
default_login_user = ${name}
default_internal_group =
`;
}
