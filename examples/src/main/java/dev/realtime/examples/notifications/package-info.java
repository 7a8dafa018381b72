/** Bookings and advertisements on their way to one destination that takes only so many. */
@NullMarked
package dev.realtime.examples.notifications;

import org.jspecify.annotations.NullMarked;
