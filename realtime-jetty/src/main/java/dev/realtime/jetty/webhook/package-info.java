/** The administration of webhook subscriptions, and the places where webhooks arrive. */
@NullMarked
package dev.realtime.jetty.webhook;

import org.jspecify.annotations.NullMarked;
