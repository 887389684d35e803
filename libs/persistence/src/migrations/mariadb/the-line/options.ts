/** Ids and words of our own are compared byte by byte. */
export const ascii = 'CHARACTER SET ascii COLLATE ascii_bin';
/** The server's default collation is not relied upon. */
export const table = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';
