/**
 * Turns off the AWS SDK's warning that its support of Node 20 ends. README.md recommends Node 22
 * instead. Call this before the first client is created.
 */
export function silenceNodeSupportWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}
