/** Whether a text is exactly an origin, such as `http://localhost:5173`. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
