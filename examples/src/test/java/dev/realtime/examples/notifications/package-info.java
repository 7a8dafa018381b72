/** Notifications by priority, driven through a real browser. */
@NullMarked
package dev.realtime.examples.notifications;

import org.jspecify.annotations.NullMarked;
