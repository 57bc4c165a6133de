// What a run may be called.

/** A part of its folder's name, on every file system. */
export const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The same for a sentence. */
export const nameRule =
  'a name has 1 to 64 letters, digits, ., _ and -, and begins with a letter or digit';
