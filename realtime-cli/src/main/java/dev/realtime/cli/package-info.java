/** The command line: serve, publish, subscribe and measure from a shell. */
@NullMarked
package dev.realtime.cli;

import org.jspecify.annotations.NullMarked;
