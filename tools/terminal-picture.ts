// What a terminal shows, as a picture: lines of text with colours in, SVG out. Pure.

/** A stretch of a line in one style. */
export type Span = { readonly text: string; readonly style: Style };

export type Style = {
  readonly bold: boolean;
  readonly dim: boolean;
  /** A name of the palette, or null for the usual colour. */
  readonly color: Color | null;
};

export type Color = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

const plain: Style = { bold: false, dim: false, color: null };
const colors: readonly Color[] = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'];
const escape = String.fromCharCode(27);

/** Reads a line with escape sequences for bold, dim and colours; others are dropped. */
export function spansOf(line: string): readonly Span[] {
  let style = plain;
  const spans: Span[] = [];
  for (const part of line.split(new RegExp(`(${escape}\\[[0-9;?]*[A-Za-z])`))) {
    if (part.startsWith(escape)) style = styleAfter(style, part.slice(2));
    else if (part !== '') spans.push({ text: part, style });
  }
  return spans;
}

function styleAfter(style: Style, sequence: string): Style {
  if (!sequence.endsWith('m')) return style;
  const codes = sequence.slice(0, -1).split(';').map(Number);
  return codes.reduce((now, code): Style => {
    if (code === 0) return plain;
    if (code === 1) return { ...now, bold: true };
    if (code === 2) return { ...now, dim: true };
    if (code === 22) return { ...now, bold: false, dim: false };
    if (code === 39) return { ...now, color: null };
    return { ...now, color: colors[code - 31] ?? now.color };
  }, style);
}

const [character, lineHeight, size, margin] = [8.4, 20, 14, 20] as const;

const palette: Readonly<Record<Color, string>> = {
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#79c0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
};

/** Lines as an SVG picture, as wide as the longest of them. `title` is read out in its place. */
export function renderPicture(lines: readonly string[], title: string): string {
  const rows = lines.map(spansOf);
  const columns = Math.max(...rows.map(lengthOf));
  const [width, height] = [
    columns * character + 2 * margin,
    lines.length * lineHeight + 2 * margin,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width.toFixed(0)} ${height}" width="${width.toFixed(0)}" height="${height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${size}" fill="#e6edf3" xml:space="preserve">`,
    ...rows.flatMap((spans, i) => renderRow(spans, margin + (i + 0.75) * lineHeight)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + [...text].length, 0);
}

// Each span has its place and its width, so that columns stand in line in any font.
function renderRow(spans: readonly Span[], y: number): readonly string[] {
  let column = 0;
  return spans.flatMap(({ text, style }) => {
    const x = margin + column * character;
    const count = [...text].length;
    column += count;
    if (text.trim() === '') return [];
    const width = `textLength="${(count * character).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
    return [
      `<text x="${x.toFixed(1)}" y="${y}" ${width}${renderStyle(style)}>${escapeXml(text)}</text>`,
    ];
  });
}

function renderStyle({ bold, dim, color }: Style): string {
  return [
    bold ? ' font-weight="bold"' : '',
    dim ? ' fill-opacity="0.5"' : '',
    color ? ` fill="${palette[color]}"` : '',
  ].join('');
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
