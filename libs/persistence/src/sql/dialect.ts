export type Dialect = 'mariadb' | 'sqlite';
