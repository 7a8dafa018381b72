/** Signing and verifying of webhooks, and the rule where they may go; no HTTP library. */
@NullMarked
package dev.realtime.core.webhook;

import org.jspecify.annotations.NullMarked;
