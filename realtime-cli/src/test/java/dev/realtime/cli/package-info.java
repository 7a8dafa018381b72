/** Tests of the command line. */
@NullMarked
package dev.realtime.cli;

import org.jspecify.annotations.NullMarked;
