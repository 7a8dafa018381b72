/** The words that an application uses: channels, messages, positions, subscriptions, failures. */
@NullMarked
package dev.realtime;

import org.jspecify.annotations.NullMarked;
