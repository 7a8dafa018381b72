/** The configuration schema, its sources and their validation. */
@NullMarked
package dev.realtime.core.config;

import org.jspecify.annotations.NullMarked;
