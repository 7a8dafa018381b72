package dev.realtime.spi;

import dev.realtime.Payload;
import dev.realtime.PublishOptions;

/**
 * A message on its way to a log, without a place yet.
 *
 * <p>Immutable.
 *
 * @param payload the bytes
 * @param options key, type and headers
 */
public record NewEntry(Payload payload, PublishOptions options) {}
