export const API_VERSION = '2010-04-01';
