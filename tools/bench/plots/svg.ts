/** SVG elements as text. */

/** The attributes of an element. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An element with children. Numbers are rounded to hundredths; text children must be escaped with `escapeXml`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(attributeText(value))}"`);
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

/** A line of text at a point. */
export function label(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeXml(content));
}

/** Escapes text for element content and attribute values. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * A number as SVG writes it, rounded to hundredths.
 * @throws if it is not finite, as browsers would silently leave the element out.
 */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a plot has the coordinate ${value}`);
  return String(Math.round(value * 100) / 100);
}

function attributeText(value: string | number): string {
  return typeof value === 'string' ? value : coordinate(value);
}
