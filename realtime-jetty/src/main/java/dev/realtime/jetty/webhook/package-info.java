/** Webhooks over HTTP: how subscriptions are administered. */
@NullMarked
package dev.realtime.jetty.webhook;

import org.jspecify.annotations.NullMarked;
