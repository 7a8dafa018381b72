/**
 * One HTTP request and its answer as the transports see them, whatever carries it, and what all of
 * them share.
 */
@NullMarked
package dev.realtime.jetty.exchange;

import org.jspecify.annotations.NullMarked;
